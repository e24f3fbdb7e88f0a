import type { LinkEntry } from "../../src/protocol/files/links.ts";
import type { ManifestReply } from "../../src/protocol/files/manifest.ts";
import { type ApiDeps, type ApiResult, createRequestJson } from "./request-json.ts";

/** Adds files whose bytes the server fetches. */
export interface LinksApi {
	/** Safe to repeat: the same links in the same batch are the same files. */
	addLinks(batch: string, links: readonly LinkEntry[]): ApiResult<ManifestReply>;
}

/** The API over `fetch`. */
export function createLinksApi(deps: ApiDeps): LinksApi {
	const requestJson = createRequestJson(deps);
	return {
		addLinks: (batch, links) =>
			requestJson(`/api/batches/${encodeURIComponent(batch)}/links`, {
				method: "POST",
				headers: { "content-type": "application/json" },
				body: JSON.stringify({ links }),
			}),
	};
}
