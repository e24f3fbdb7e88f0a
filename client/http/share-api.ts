import type { ShareInfo, ShareList, ShareOpened } from "../../src/protocol/http/share.ts";
import { type ApiDeps, type ApiResult, createRequestJson } from "./request-json.ts";

/** How a share link is made. */
export interface ShareOptions {
	/** Hours until it expires. */
	readonly hours: number;
	/** Whether it includes the original bytes. */
	readonly originals: boolean;
}

/** The share links of a batch. */
export interface ShareApi {
	list(batch: string): ApiResult<ShareList>;
	/** The link's token is in this answer and in no later one. */
	create(batch: string, options: ShareOptions): ApiResult<ShareOpened>;
	revoke(batch: string, id: ShareInfo["id"]): ApiResult<null>;
}

/** The API over `fetch`, as the owner of the session. */
export function createShareApi(deps: ApiDeps): ShareApi {
	const requestJson = createRequestJson(deps);
	const sharesPath = (batch: string) => `/api/batches/${encodeURIComponent(batch)}/shares`;
	return {
		list: (batch) => requestJson(sharesPath(batch)),
		create: (batch, options) =>
			requestJson(sharesPath(batch), {
				method: "POST",
				headers: { "content-type": "application/json" },
				body: JSON.stringify(options),
			}),
		revoke: (batch, id) => requestJson(`${sharesPath(batch)}/${id}`, { method: "DELETE" }),
	};
}
