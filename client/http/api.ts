import type { Manifest, ManifestReply } from "../../src/protocol/files/manifest.ts";
import type {
	BatchReply,
	CommandReply,
	FileDetails,
	SessionInfo,
	SessionOpened,
} from "../../src/protocol/http/reply.ts";
import type {
	CommandAction,
	CommandNumber,
	Target,
	Verb,
} from "../../src/protocol/stream/command-message.ts";
import type { PollReply } from "../../src/protocol/stream/poll-reply.ts";
import type { ChunksReply } from "../../src/protocol/text/chunks-reply.ts";
import type { SearchReply } from "../../src/protocol/text/search.ts";
import { type Answer, type AskDeps, createAsk } from "./request.ts";

function addressOf(target: Target): string {
	if (target === "session") return "/api/session";
	return "file" in target ? `/api/files/${target.file}` : `/api/batches/${encodeURIComponent(target.key)}`;
}

/** Everything that the page asks of the server, but for bytes and the live stream. */
export interface Api {
	/** The session of this browser, which is opened when there is none. */
	enterSession(): Answer<SessionInfo>;
	/** A new session, with the token that programs show. */
	openSession(): Answer<SessionOpened>;
	readSession(): Answer<SessionInfo>;
	forgetSession(): Answer<null>;
	/** Safe to repeat: an order that finds nothing to do changes nothing. */
	order(verb: Verb, target: Target): Answer<CommandReply>;
	/** The same, and removing too, under a number: sent again it is answered as the first time, and not done again. */
	command(once: CommandNumber, does: CommandAction, target: Target): Answer<CommandReply | null>;
	announce(batch: string, manifest: Manifest): Answer<ManifestReply>;
	readBatch(batch: string): Answer<BatchReply>;
	readFile(n: number): Answer<FileDetails>;
	/** A run of a file's text from chunk `from` on; as many as one answer holds unless it is said. */
	readChunks(n: number, from: number, count?: number): Answer<ChunksReply>;
	/** The one chunk that holds a character of the text, or with which a page begins. */
	findChunk(n: number, where: { readonly at: number } | { readonly page: number }): Answer<ChunksReply>;
	/** Hits of a search, which is the query of its address. */
	search(query: string, signal: AbortSignal): Answer<SearchReply>;
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

/** The same for a manifest: its eight megabytes take a minute over a slow line. */
const MANIFEST_MS = 120_000;

/** The API over `fetch`. The cookie travels by itself; nothing here ever sees the credential. */
export function createApi(deps: AskDeps): Api {
	const { ask, askFor } = createAsk(deps);
	const json = { "content-type": "application/json" };
	return {
		enterSession: () => askFor("/api/session", { method: "PUT" }),
		openSession: () => askFor("/api/session", { method: "POST" }),
		readSession: () => askFor("/api/session"),
		forgetSession: () => askFor("/api/session", { method: "DELETE" }),
		order: (verb, target) => askFor(`${addressOf(target)}/${verb}`, { method: "POST" }),
		command: ({ tab, number }, does, target) => {
			const headers = { "idempotency-key": `${tab}.${number}` };
			const address = addressOf(target);
			if (does === "remove") return askFor(address, { method: "DELETE", headers });
			return askFor(`${address}/${does}`, { method: "POST", headers });
		},
		announce: (batch, manifest) =>
			askFor(
				`/api/batches/${encodeURIComponent(batch)}`,
				{
					method: "POST",
					headers: json,
					body: JSON.stringify(manifest),
				},
				MANIFEST_MS,
			),
		readBatch: (batch) => askFor(`/api/batches/${encodeURIComponent(batch)}`),
		readFile: (n) => askFor(`/api/files/${n}`),
		readChunks: (n, from, count) =>
			askFor(`/api/files/${n}/chunks?from=${from}${count === undefined ? "" : `&count=${count}`}`),
		findChunk: (n, where) => {
			const place = "at" in where ? `at=${where.at}` : `page=${where.page}`;
			return askFor(`/api/files/${n}/chunks?${place}&count=1`);
		},
		search: (query, signal) => askFor(`/api/session/search?${query}`, { signal }),
		removeFile: (n) => askFor(`/api/files/${n}`, { method: "DELETE" }),
		poll: (after, waitSeconds, signal) => ask(eventsAfter(after, waitSeconds), { signal }),
	};
}
