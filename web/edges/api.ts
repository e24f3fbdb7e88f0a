import type { Target, Verb } from "../../src/protocol/command-message.ts";
import type { Manifest, ManifestReply } from "../../src/protocol/manifest.ts";
import type { PollReply } from "../../src/protocol/poll-reply.ts";
import type {
	BatchReply,
	CommandReply,
	FileDetails,
	SessionInfo,
	SessionOpened,
} from "../../src/protocol/reply.ts";
import { ok, type Result, refuse } from "../../src/protocol/result.ts";
import { type Failure, refusal } from "./failure.ts";

export type Answer<Value> = Promise<Result<Value, Failure>>;

function addressOf(target: Target): string {
	if (target === "session") return "/api/session";
	return "file" in target ? `/api/files/${target.file}` : `/api/batches/${encodeURIComponent(target.key)}`;
}

/** Everything that the page asks of the server, but for bytes and the live stream. */
export interface Api {
	readSession(): Answer<SessionInfo>;
	openSession(): Answer<SessionOpened>;
	forgetSession(): Answer<null>;
	/** Safe to repeat: an order that finds nothing to do changes nothing. */
	order(verb: Verb, target: Target): Answer<CommandReply>;
	announce(batch: string, manifest: Manifest): Answer<ManifestReply>;
	readBatch(batch: string): Answer<BatchReply>;
	readFile(n: number): Answer<FileDetails>;
	removeFile(n: number): Answer<null>;
	/** Long-poll: answers at once when there is something after the cursor, else within `waitSeconds`. */
	poll(after: string | null, waitSeconds: number, signal: AbortSignal): Answer<PollReply>;
}

export const EVENTS = "/api/session/events";

/** The events' address from a cursor on. */
export function eventsAfter(after: string | null, wait?: number): string {
	const query = new URLSearchParams();
	if (after !== null) query.set("after", after);
	if (wait !== undefined) query.set("wait", String(wait));
	return query.size === 0 ? EVENTS : `${EVENTS}?${query}`;
}

type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

/** The API over `fetch`. The cookie travels by itself; nothing here ever sees the credential. */
export function createApi(fetch: Fetch): Api {
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
	const json = { "content-type": "application/json" };
	return {
		readSession: () => ask("/api/session"),
		openSession: () => ask("/api/session", { method: "POST" }),
		forgetSession: () => ask("/api/session", { method: "DELETE" }),
		order: (verb, target) => ask(`${addressOf(target)}/${verb}`, { method: "POST" }),
		announce: (batch, manifest) =>
			ask(`/api/batches/${encodeURIComponent(batch)}`, {
				method: "POST",
				headers: json,
				body: JSON.stringify(manifest),
			}),
		readBatch: (batch) => ask(`/api/batches/${encodeURIComponent(batch)}`),
		readFile: (n) => ask(`/api/files/${n}`),
		removeFile: (n) => ask(`/api/files/${n}`, { method: "DELETE" }),
		poll: (after, waitSeconds, signal) => ask(eventsAfter(after, waitSeconds), { signal }),
	};
}
