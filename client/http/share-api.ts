import type { ShareInfo, ShareList, ShareOpened } from "../../src/protocol/http/share.ts";
import { type Answer, type AskDeps, createAsk } from "./request.ts";

/** How a link is to be. */
export interface WantedLink {
	readonly hours: number;
	/** Whether it shows the bytes of files too. */
	readonly originals: boolean;
}

/** The links to look at one batch. */
export interface ShareApi {
	list(key: string): Answer<ShareList>;
	/** Its token is told this once. */
	make(key: string, wanted: WantedLink): Answer<ShareOpened>;
	takeBack(key: string, id: ShareInfo["id"]): Answer<null>;
}

/** The API over `fetch`, as the owner. */
export function createShareApi(deps: AskDeps): ShareApi {
	const { askFor } = createAsk(deps);
	const address = (key: string) => `/api/batches/${encodeURIComponent(key)}/shares`;
	return {
		list: (key) => askFor(address(key)),
		make: (key, wanted) =>
			askFor(address(key), {
				method: "POST",
				headers: { "content-type": "application/json" },
				body: JSON.stringify(wanted),
			}),
		takeBack: (key, id) => askFor(`${address(key)}/${id}`, { method: "DELETE" }),
	};
}
