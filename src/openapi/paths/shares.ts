import {
	MAX_SHARE_HOURS,
	MAX_SHARES,
	shareList,
	shareOpened,
	shareRequest,
} from "../../protocol/http/share.ts";
import type { Resource } from "../operation.ts";

export const sharePaths: Resource = {
	name: "Shares",
	description: "Rights to look at one batch, for whoever has their token. They can change nothing.",
	operations: [
		{
			method: "post",
			path: "/api/batches/:key/shares",
			id: "shareBatch",
			summary: "Make a link to look at the batch",
			description: `Holds for a week unless \`hours\` says otherwise, at most ${MAX_SHARE_HOURS}. Its token is told this once, and is sent as a Bearer. A session has at most ${MAX_SHARES}.`,
			access: "session",
			body: [{ json: shareRequest, example: { hours: 24, originals: true } }],
			answers: { 201: { description: "The share and its Bearer.", content: [{ json: shareOpened }] } },
			problems: ["malformed", "not-found", "too-large"],
		},
		{
			method: "get",
			path: "/api/batches/:key/shares",
			id: "listShares",
			summary: "The links to look at the batch",
			access: "session",
			answers: { 200: { description: "Those that hold.", content: [{ json: shareList }] } },
			problems: ["not-found", "forbidden"],
		},
		{
			method: "delete",
			path: "/api/batches/:key/shares/:n",
			id: "unshareBatch",
			summary: "Take a link back, and close its sockets",
			access: "session",
			answers: { 204: { description: "It opens nothing any more." } },
			problems: ["not-found"],
		},
	],
};
