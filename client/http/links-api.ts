import type { WantedLink } from "../../src/protocol/files/links.ts";
import type { ManifestReply } from "../../src/protocol/files/manifest.ts";
import { type Answer, type AskDeps, createAsk } from "./request.ts";

/** Files whose bytes the server fetches. */
export interface LinksApi {
	/** Safe to repeat: the same links again are the same files. */
	addLinks(batch: string, links: readonly WantedLink[]): Answer<ManifestReply>;
}

/** The API over `fetch`. */
export function createLinksApi(deps: AskDeps): LinksApi {
	const { askFor } = createAsk(deps);
	return {
		addLinks: (batch, links) =>
			askFor(`/api/batches/${encodeURIComponent(batch)}/links`, {
				method: "POST",
				headers: { "content-type": "application/json" },
				body: JSON.stringify({ links }),
			}),
	};
}
