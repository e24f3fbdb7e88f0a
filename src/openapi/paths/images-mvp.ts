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
						session_id: { is: "text", description: "The key. Without it one is made." },
					},
				},
			],
			answers: {
				202: {
					description: "It is stored.",
					sometimes: { "Set-Cookie": "The credential, on first contact." },
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
			summary: "A WebSocket that tells the progress of a key",
			access: "first-contact",
			answers: { 101: { description: "`connected`, `progress`, `complete`, `error`, `heartbeat`." } },
			problems: ["malformed", "forbidden", "upgrade-required", "rate-limited"],
		},
	],
};
