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
	description: "Read-only access to one batch for anyone who has the share's token.",
	operations: [
		{
			method: "post",
			path: "/api/batches/:key/shares",
			id: "shareBatch",
			summary: "Share a batch",
			description: `Valid for a week, or for \`hours\`, at most ${MAX_SHARE_HOURS}. Its token is returned only here, and is sent as a Bearer. A session has at most ${MAX_SHARES}.`,
			access: "session",
			body: [{ json: shareRequest, example: { hours: 24, originals: true } }],
			responses: { 201: { description: "The share and its Bearer.", content: [{ json: shareOpened }] } },
			problems: ["malformed", "not-found", "too-large"],
		},
		{
			method: "get",
			path: "/api/batches/:key/shares",
			id: "listShares",
			summary: "List the shares of a batch",
			access: "session",
			responses: { 200: { description: "The shares that are valid.", content: [{ json: shareList }] } },
			problems: ["not-found", "forbidden"],
		},
		{
			method: "delete",
			path: "/api/batches/:key/shares/:n",
			id: "unshareBatch",
			summary: "Revoke a share, and close its sockets",
			access: "session",
			responses: { 204: { description: "Revoked." } },
			problems: ["not-found"],
		},
	],
};
