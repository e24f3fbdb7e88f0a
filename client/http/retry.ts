import type { Result } from "../../src/protocol/result.ts";
import { backoff } from "./backoff.ts";
import { type Clock, pause } from "./clock.ts";
import { type Failure, isPassing } from "./failure.ts";
import type { Answer } from "./request.ts";

/** Longest pause in milliseconds: a person is waiting for what is asked here. */
const LONGEST_PAUSE_MS = 10_000;

/**
 * Asks again and again until the server answers for good, or nobody wants the answer any more. For requests that are
 * safe to repeat.
 */
export type Persevere = <Value>(
	ask: () => Answer<Value>,
	isWanted: () => boolean,
) => Promise<Result<Value, Failure>>;

/** With backoff and full jitter; `Retry-After` is kept. `wake` ends every pause: the way may be back. */
export function createPersevere(clock: Clock): Persevere & { wake(): void } {
	const pauses = new Set<() => void>();
	const rest = (ms: number) =>
		new Promise<void>((done) => {
			const end = () => {
				cancel();
				pauses.delete(end);
				done();
			};
			const cancel = clock.after(ms, end);
			pauses.add(end);
		});
	const persevere: Persevere = async (ask, isWanted) => {
		for (let failures = 1; ; failures++) {
			const answer = await ask();
			if (answer.ok || !isPassing(answer.problem) || !isWanted()) return answer;
			const floor = answer.problem.kind === "refused" ? (answer.problem.retryAfter ?? 0) : 0;
			const ms = backoff(clock, failures, { floor, longest: LONGEST_PAUSE_MS });
			// Whom the server has asked to wait, nobody wakes.
			await (floor > 0 ? pause(clock, ms) : rest(ms));
		}
	};
	const wake = () => {
		for (const end of [...pauses]) end();
	};
	return Object.assign(persevere, { wake });
}
