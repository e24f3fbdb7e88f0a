import { extractReply } from "../../dialects/images-mvp/extract-reply.ts";
import type { Resource } from "../operation.ts";

export const imagesMvpPaths: Resource = {
	name: "Dialect images-mvp",
	description: "An older contract. Its `sessionId` is the key of one of the caller's own batches.",
	operations: [
		{
			method: "post",
			path: "/api/images_mvp/extract",
			id: "extractImage",
			summary: "Send a photo",
			access: "first-contact",
			body: [
				{
					form: {
						file: { is: "file", description: "The photo." },
						session_id: { is: "text", description: "The key. Without it the server makes one." },
					},
				},
			],
			responses: {
				202: {
					description: "Stored.",
					optionalHeaders: { "Set-Cookie": "The credential, on first contact." },
					content: [{ json: extractReply }],
				},
			},
			problems: [
				"malformed",
				"forbidden",
				"body-too-short",
				"too-large",
				"unsupported-type",
				"rate-limited",
				"storage-failed",
			],
		},
		{
			method: "get",
			path: "/api/images_mvp/progress/:sessionId",
			id: "watchImages",
			summary: "Watch the progress of one key over a WebSocket",
			access: "first-contact",
			responses: { 101: { description: "`connected`, `progress`, `complete`, `error`, `heartbeat`." } },
			problems: ["malformed", "forbidden", "upgrade-required", "rate-limited"],
		},
	],
};
