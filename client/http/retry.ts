import type { Result } from "../../src/protocol/result.ts";
import { backoff } from "./backoff.ts";
import { type Clock, delay } from "./clock.ts";
import { type Failure, isTransient } from "./failure.ts";
import type { ApiResult } from "./request-json.ts";

/** The longest backoff window, in milliseconds: a person is waiting for these answers. */
const MAX_PAUSE_MS = 10_000;

/**
 * Repeats a request until the server gives a final answer, or until `isWanted` says no. Only for requests that are safe to
 * repeat.
 */
export type Retry = <Value>(
	request: () => ApiResult<Value>,
	isWanted: () => boolean,
) => Promise<Result<Value, Failure>>;

/**
 * Retries with backoff and full jitter, and honours `Retry-After`. `wake` ends every pause at once, for when the network may be
 * back; a pause that the server asked for is still kept.
 */
export function createRetry(clock: Clock): Retry & { wake(): void } {
	const pauses = new Set<() => void>();
	const pause = (ms: number) =>
		new Promise<void>((done) => {
			const end = () => {
				cancel();
				pauses.delete(end);
				done();
			};
			const cancel = clock.after(ms, end);
			pauses.add(end);
		});
	const retry: Retry = async (request, isWanted) => {
		for (let failures = 1; ; failures++) {
			const answer = await request();
			if (answer.ok || !isTransient(answer.problem) || !isWanted()) return answer;
			const floor = answer.problem.kind === "refused" ? (answer.problem.retryAfterMs ?? 0) : 0;
			const ms = backoff(clock, failures, { floor, longest: MAX_PAUSE_MS });
			await (floor > 0 ? delay(clock, ms) : pause(ms));
		}
	};
	const wake = () => {
		for (const end of [...pauses]) end();
	};
	return Object.assign(retry, { wake });
}
