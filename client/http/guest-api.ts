import type { FileList } from "../../src/protocol/http/reply.ts";
import type { TicketReply } from "../../src/protocol/http/share.ts";
import { type Api, createApi, EVENTS } from "./api.ts";
import type { Clock } from "./clock.ts";
import { type Answer, type AskDeps, createAsk } from "./request.ts";

/** What somebody may ask who was given a link to look at a batch. */
export interface GuestApi extends Pick<Api, "poll" | "readFile"> {
	/** The details of the files from one number to another. */
	list(from: number, to: number): Answer<FileList>;
	/** A right to open one socket. */
	ticket(): Answer<TicketReply>;
	/** A file's small picture; `undefined` when there is none, or nobody answers. */
	picture(n: number): Promise<Blob | undefined>;
	/** Whether the link shows the bytes of files too. */
	mayHaveOriginal(n: number): Promise<boolean>;
	/** A file's bytes; `undefined` when they do not come. */
	original(n: number): Promise<Blob | undefined>;
}

/** The stream's address for who wants a snapshot without the details of each file: those come when they are looked at. */
export function outlined(path: string): string {
	return `${path}${path.includes("?") ? "&" : "?"}snapshot=outline`;
}

/** The API as a guest. The token goes into a header; a cookie that this browser has for a session of its own stays away. */
export function createGuestApi(fetch: AskDeps["fetch"], clock: Clock, token: string): GuestApi {
	const look = (path: string, init: RequestInit = {}) => {
		const headers = new Headers(init.headers);
		headers.set("authorization", `Bearer ${token}`);
		return fetch(path.startsWith(EVENTS) ? outlined(path) : path, { ...init, headers, credentials: "omit" });
	};
	async function bytes(path: string): Promise<Blob | undefined> {
		const response = await look(path).catch(() => undefined);
		return response?.ok ? response.blob().catch(() => undefined) : undefined;
	}
	const deps = { fetch: look, clock, changed: () => {} };
	const { poll, readFile } = createApi(deps);
	const { askFor } = createAsk(deps);
	return {
		poll,
		readFile,
		list: (from, to) => askFor(`/api/session/files?from=${from}&to=${to}`),
		ticket: () => askFor("/api/session/tickets", { method: "POST" }),
		picture: (n) => bytes(`/api/files/${n}/thumbnail`),
		async mayHaveOriginal(n) {
			const response = await look(`/api/files/${n}/original`, { method: "HEAD" }).catch(() => undefined);
			return response?.ok === true;
		},
		original: (n) => bytes(`/api/files/${n}/original`),
	};
}
