import type { FileListReply } from "../../src/protocol/http/reply.ts";
import type { TicketReply } from "../../src/protocol/http/share.ts";
import { type Api, createApi, EVENTS_PATH } from "./api.ts";
import { type ApiDeps, type ApiResult, createRequestJson } from "./request-json.ts";

/** What a share link allows: reading one batch. */
export interface GuestApi extends Pick<Api, "poll" | "readFile"> {
	/** Details of the files numbered `from` to `to`. */
	listFiles(from: number, to: number): ApiResult<FileListReply>;
	/** A single-use ticket for one socket. */
	createTicket(): ApiResult<TicketReply>;
	/** A file's thumbnail; `undefined` if there is none or the request failed. */
	thumbnail(n: number): Promise<Blob | undefined>;
	/** Whether the link includes the original bytes. */
	canReadOriginal(n: number): Promise<boolean>;
	/** A file's bytes; `undefined` if the request failed. */
	original(n: number): Promise<Blob | undefined>;
}

/** Asks for a snapshot without each file's details, for a reader that loads those with `listFiles` when they are shown. */
export function withOutlineSnapshot(path: string): string {
	return `${path}${path.includes("?") ? "&" : "?"}snapshot=outline`;
}

/** The API with a share link's token, sent as a header. Cookies are omitted: they belong to this browser's own session. */
export function createGuestApi({ fetch, ...deps }: ApiDeps, token: string): GuestApi {
	const fetchAsGuest: ApiDeps["fetch"] = (path, init = {}) => {
		const headers = new Headers(init.headers);
		headers.set("authorization", `Bearer ${token}`);
		const outlined = path.startsWith(EVENTS_PATH) ? withOutlineSnapshot(path) : path;
		return fetch(outlined, { ...init, headers, credentials: "omit" });
	};
	async function readBlob(path: string): Promise<Blob | undefined> {
		const response = await fetchAsGuest(path).catch(() => undefined);
		return response?.ok ? response.blob().catch(() => undefined) : undefined;
	}
	const guestDeps = { ...deps, fetch: fetchAsGuest };
	const { poll, readFile } = createApi(guestDeps);
	const requestJson = createRequestJson(guestDeps);
	return {
		poll,
		readFile,
		listFiles: (from, to) => requestJson(`/api/session/files?from=${from}&to=${to}`),
		createTicket: () => requestJson("/api/session/tickets", { method: "POST" }),
		thumbnail: (n) => readBlob(`/api/files/${n}/thumbnail`),
		async canReadOriginal(n) {
			const path = `/api/files/${n}/original`;
			const response = await fetchAsGuest(path, { method: "HEAD" }).catch(() => undefined);
			return response?.ok === true;
		},
		original: (n) => readBlob(`/api/files/${n}/original`),
	};
}
