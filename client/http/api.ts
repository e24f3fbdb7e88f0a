import type { Manifest, ManifestReply } from "../../src/protocol/files/manifest.ts";
import type {
	BatchReply,
	CommandReply,
	FileDetails,
	SessionInfo,
	SessionOpened,
} from "../../src/protocol/http/reply.ts";
import type { SearchReply } from "../../src/protocol/http/search.ts";
import type {
	CommandAction,
	IdempotencyKey,
	Target,
	Verb,
} from "../../src/protocol/stream/command-message.ts";
import type { PollReply } from "../../src/protocol/stream/poll-reply.ts";
import type { ChunksReply } from "../../src/protocol/text/chunk.ts";
import { ANSWER_TIMEOUT_MS, type ApiDeps, type ApiResult, createRequestJson } from "./request-json.ts";

/** The JSON API of one session. Bytes go through `client/sending.ts`, live changes through `client/stream.ts`. */
export interface Api {
	/** The session that this browser's cookie names; opens one if there is none. */
	ensureSession(): ApiResult<SessionInfo>;
	/** Opens a session for a program. Its token is in this answer and in no later one. */
	createSession(): ApiResult<SessionOpened>;
	readSession(): ApiResult<SessionInfo>;
	/** Deletes the session and everything in it. */
	deleteSession(): ApiResult<null>;
	/** Pauses, resumes, cancels or retries. Safe to repeat: what is in the wanted state already does not change. */
	control(verb: Verb, target: Target): ApiResult<CommandReply>;
	/** The same, and removing too, under an idempotency key: a repeated request gets the first answer and has no second effect. */
	command(key: IdempotencyKey, action: CommandAction, target: Target): ApiResult<CommandReply | null>;
	/** Announces the files of a batch. The same manifest again returns the same numbers. */
	announce(batch: string, manifest: Manifest): ApiResult<ManifestReply>;
	readBatch(batch: string): ApiResult<BatchReply>;
	readFile(n: number): ApiResult<FileDetails>;
	/** Chunks of a file's text from chunk `from` on: `count` of them, or as many as one answer holds. */
	readChunks(n: number, from: number, count?: number): ApiResult<ChunksReply>;
	/** The chunk that contains a character offset, or with which a page begins. */
	findChunk(n: number, where: { readonly at: number } | { readonly page: number }): ApiResult<ChunksReply>;
	/** `query` is the query string of `GET /api/session/search`. */
	search(query: string, signal: AbortSignal): ApiResult<SearchReply>;
	deleteFile(n: number): ApiResult<null>;
	/** Long-poll: answers at once if anything is after the cursor, otherwise within `waitSeconds`. Only `signal` ends it early. */
	poll(after: string | null, waitSeconds: number, signal: AbortSignal): ApiResult<PollReply>;
}

/** Where the stream is, on every transport. */
export const EVENTS_PATH = "/api/session/events";

/** The stream's path, from a cursor on. */
export function eventsPath(after: string | null, waitSeconds?: number): string {
	const query = new URLSearchParams();
	if (after !== null) query.set("after", after);
	if (waitSeconds !== undefined) query.set("wait", String(waitSeconds));
	return query.size === 0 ? EVENTS_PATH : `${EVENTS_PATH}?${query}`;
}

/** The longest time for a manifest, in milliseconds: eight megabytes take a minute on a slow connection. */
const MAX_MANIFEST_TIMEOUT_MS = 120_000;

/** Bytes a second of a very slow connection, on which a manifest still gets through. */
const SLOWEST_UPLINK = 16 * 1024;

/**
 * Milliseconds for a manifest. Nothing of a drop is sent before its manifest is answered, so a short one that was lost on its
 * way is repeated as soon as any other request.
 */
function manifestTimeoutMs(bytes: number): number {
	return Math.min(MAX_MANIFEST_TIMEOUT_MS, ANSWER_TIMEOUT_MS + (bytes * 1000) / SLOWEST_UPLINK);
}

function batchPath(key: string): string {
	return `/api/batches/${encodeURIComponent(key)}`;
}

function targetPath(target: Target): string {
	if (target === "session") return "/api/session";
	return "file" in target ? `/api/files/${target.file}` : batchPath(target.key);
}

/** The API over `fetch`. */
export function createApi(deps: ApiDeps): Api {
	const requestJson = createRequestJson(deps);
	return {
		ensureSession: () => requestJson("/api/session", { method: "PUT" }),
		createSession: () => requestJson("/api/session", { method: "POST" }),
		readSession: () => requestJson("/api/session"),
		deleteSession: () => requestJson("/api/session", { method: "DELETE" }),
		control: (verb, target) => requestJson(`${targetPath(target)}/${verb}`, { method: "POST" }),
		command: ({ tab, number }, action, target) => {
			const headers = { "idempotency-key": `${tab}.${number}` };
			const path = targetPath(target);
			if (action === "remove") return requestJson(path, { method: "DELETE", headers });
			return requestJson(`${path}/${action}`, { method: "POST", headers });
		},
		announce: (batch, manifest) => {
			const headers = { "content-type": "application/json" };
			const body = JSON.stringify(manifest);
			return requestJson(batchPath(batch), { method: "POST", headers, body }, manifestTimeoutMs(body.length));
		},
		readBatch: (batch) => requestJson(batchPath(batch)),
		readFile: (n) => requestJson(`/api/files/${n}`),
		readChunks: (n, from, count) =>
			requestJson(`/api/files/${n}/chunks?from=${from}${count === undefined ? "" : `&count=${count}`}`),
		findChunk: (n, where) => {
			const place = "at" in where ? `at=${where.at}` : `page=${where.page}`;
			return requestJson(`/api/files/${n}/chunks?${place}&count=1`);
		},
		search: (query, signal) => requestJson(`/api/session/search?${query}`, { signal }),
		deleteFile: (n) => requestJson(`/api/files/${n}`, { method: "DELETE" }),
		poll: (after, waitSeconds, signal) => requestJson(eventsPath(after, waitSeconds), { signal }, null),
	};
}
