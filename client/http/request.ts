import { ok, type Result, refuse } from "../../src/protocol/result.ts";
import type { Clock } from "./clock.ts";
import { type Failure, refusal } from "./failure.ts";

/** What a request came to: a value, or why there is none. */
export type Answer<Value> = Promise<Result<Value, Failure>>;

type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

/** A request without a whole answer after this time, in milliseconds, is taken for lost: a network may swallow it. */
const ANSWER_MS = 30_000;

/** What asking needs. */
export interface AskDeps {
	readonly fetch: Fetch;
	readonly clock: Clock;
	/** A request changed something, of which the stream will tell. */
	changed(): void;
}

/** Asks the server for JSON. */
export interface Ask {
	/** Waits for as long as the request's own signal lets it. */
	ask<Value>(path: string, init?: RequestInit): Answer<Value>;
	/** The same, with an end: whatever has no answer by then is repeated by whoever asked. */
	askFor<Value>(path: string, init?: RequestInit, within?: number): Answer<Value>;
}

/** Asking over `fetch`. */
export function createAsk({ fetch, clock, changed }: AskDeps): Ask {
	async function ask<Value>(path: string, init: RequestInit = {}): Answer<Value> {
		let response: Response;
		let body: unknown = null;
		try {
			response = await fetch(path, { ...init, headers: { accept: "application/json", ...init.headers } });
			const text = await response.text();
			if (text !== "" && (response.headers.get("content-type") ?? "").includes("json"))
				body = JSON.parse(text);
		} catch {
			return refuse({ kind: "network" });
		}
		if (response.ok) return ok(body as Value);
		return refuse(refusal(response.status, body, response.headers.get("retry-after")));
	}

	async function askFor<Value>(path: string, init: RequestInit = {}, within = ANSWER_MS): Answer<Value> {
		const patience = new AbortController();
		const cancel = clock.after(within, () => patience.abort());
		const signal = init.signal ? AbortSignal.any([init.signal, patience.signal]) : patience.signal;
		const answer = await ask<Value>(path, { ...init, signal });
		cancel();
		if (answer.ok && init.method !== undefined) changed();
		return answer;
	}
	return { ask, askFor };
}
