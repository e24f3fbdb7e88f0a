import type { PollReply } from "../../../src/protocol/stream/poll-reply.ts";

/** An API client with a session. */
export interface TestSession {
	readonly url: string;
	readonly id: string;
	readonly token: string;
	/** The value of the `Authorization` header. */
	readonly authorization: string;
	/** The cursor in the response that opened the session. */
	readonly cursor: string;
	/** Sends a request with the session's credential. `path` starts with a slash. */
	fetch(path: string, init?: RequestInit): Promise<Response>;
	/** The same for JSON responses; throws with the whole response when the status is not 2xx. */
	json<Body>(path: string, init?: RequestInit): Promise<Body>;
	/** Sends JSON by `POST`. */
	post<Body>(path: string, body?: unknown): Promise<Body>;
}

async function readJson(path: string, response: Response): Promise<unknown> {
	const text = await response.text();
	if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
	return JSON.parse(text);
}

/** The session of a credential, without a request to the server. */
export function sessionOf(url: string, id: string, token: string, cursor = ""): TestSession {
	const authorization = `Bearer ${id}.${token}`;
	function send(path: string, init: RequestInit = {}): Promise<Response> {
		const headers = new Headers(init.headers);
		if (!headers.has("authorization")) headers.set("authorization", authorization);
		return fetch(url + path, { ...init, headers });
	}
	async function json<Body>(path: string, init?: RequestInit): Promise<Body> {
		return (await readJson(path, await send(path, init))) as Body;
	}
	function post<Body>(path: string, body?: unknown): Promise<Body> {
		if (body === undefined) return json(path, { method: "POST" });
		const headers = { "content-type": "application/json" };
		return json(path, { method: "POST", headers, body: JSON.stringify(body) });
	}
	return { url, id, token, authorization, cursor, fetch: send, json, post };
}

/** `POST /api/session`. */
export async function openSession(url: string): Promise<TestSession> {
	const response = await fetch(`${url}/api/session`, { method: "POST" });
	const opened = (await readJson("/api/session", response)) as {
		session: { id: string };
		token: string;
		cursor: string;
	};
	return sessionOf(url, opened.session.id, opened.token, opened.cursor);
}

/** The result of one long poll. `reply` is present when the status is 200. */
export interface Polled {
	readonly status: number;
	readonly etag: string | null;
	readonly reply?: PollReply;
}

/** One long poll of `GET /api/session/events`. */
export async function poll(session: TestSession, after: string | undefined, wait = 0): Promise<Polled> {
	const query = new URLSearchParams({ wait: String(wait), ...(after === undefined ? {} : { after }) });
	const response = await session.fetch(`/api/session/events?${query}`, {
		headers: { accept: "application/json" },
	});
	const etag = response.headers.get("etag");
	if (response.status !== 200) return { status: response.status, etag };
	return { status: 200, etag, reply: (await response.json()) as PollReply };
}
