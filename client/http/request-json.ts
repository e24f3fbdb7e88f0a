import { ok, type Result, refuse } from "../../src/protocol/result.ts";
import { type Clock, systemClock } from "./clock.ts";
import { type Failure, parseRefusal } from "./failure.ts";

/** What every API call returns. It never rejects. */
export type ApiResult<Value> = Promise<Result<Value, Failure>>;

/** Milliseconds until an unanswered request is given up: some networks swallow packets without closing the connection. */
export const ANSWER_TIMEOUT_MS = 30_000;

/** What the APIs are made of. */
export interface ApiDeps {
	/** Sends a request to a path of the server, with the credential that it needs. */
	readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
	readonly clock?: Clock;
	/** A request succeeded that may have changed the session; the stream will report the change. */
	onMutation?(): void;
}

/** Requests JSON. `timeoutMs` is 30 seconds by default; `null`: only `init.signal` ends the request. */
export type RequestJson = <Value>(
	path: string,
	init?: RequestInit,
	timeoutMs?: number | null,
) => ApiResult<Value>;

async function fetchJson<Value>(fetch: ApiDeps["fetch"], path: string, init: RequestInit): ApiResult<Value> {
	let response: Response;
	let body: unknown = null;
	try {
		response = await fetch(path, { ...init, headers: { accept: "application/json", ...init.headers } });
		const text = await response.text();
		if (text !== "" && (response.headers.get("content-type") ?? "").includes("json")) body = JSON.parse(text);
	} catch {
		return refuse({ kind: "network" });
	}
	if (response.ok) return ok(body as Value);
	return refuse(parseRefusal(response.status, body, response.headers.get("retry-after")));
}

/** JSON requests over `fetch`. */
export function createRequestJson({ fetch, clock = systemClock, onMutation }: ApiDeps): RequestJson {
	return async <Value>(
		path: string,
		init: RequestInit = {},
		timeoutMs: number | null = ANSWER_TIMEOUT_MS,
	) => {
		if (timeoutMs === null) return fetchJson<Value>(fetch, path, init);
		const timeout = new AbortController();
		const cancel = clock.after(timeoutMs, () => timeout.abort());
		const signal = init.signal ? AbortSignal.any([init.signal, timeout.signal]) : timeout.signal;
		const answer = await fetchJson<Value>(fetch, path, { ...init, signal });
		cancel();
		if (answer.ok && init.method !== undefined) onMutation?.();
		return answer;
	};
}
