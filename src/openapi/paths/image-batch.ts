import { chunkReply } from "../../dialects/image-batch/chunk-reply.ts";
import { MAX_FORM_BYTES, MAX_FORM_FILES, MIB } from "../../protocol/limits.ts";
import type { Resource } from "../operation.ts";

const BATCH_ID = {
	description: "The key of a batch in the caller's own session.",
	schema: { type: "string" },
} as const;

const EVENTS = "`uploadProgress` of each file at 0, 50, 75 and 100, and `uploadCompleted`.";

export const imageBatchPaths: Resource = {
	name: "Dialect image-batch",
	description: "An older contract: images are sent in chunks, and progress is reported file by file.",
	operations: [
		{
			method: "post",
			path: "/api/image_batch/upload",
			id: "sendChunk",
			summary: `Send a chunk of up to ${MAX_FORM_FILES} images, ${MAX_FORM_BYTES / MIB} MiB in total`,
			access: "first-contact",
			query: { batchId: BATCH_ID },
			body: [
				{
					form: {
						batchId: {
							is: "text",
							description: "The batch; must come before the files. Without it the server names one.",
						},
						images: { is: "files", description: "The images. Any other field name works too." },
					},
				},
			],
			responses: {
				202: {
					description: "The result for each file; one that was refused does not affect the others.",
					optionalHeaders: { "Set-Cookie": "The credential, on first contact." },
					content: [{ json: chunkReply }],
				},
			},
			problems: ["malformed", "forbidden", "body-too-short", "too-large", "unsupported-type", "rate-limited"],
		},
		{
			method: "get",
			path: "/api/image_batch/progress",
			id: "watchImageBatches",
			summary: "Watch the files of all batches over a WebSocket",
			access: "first-contact",
			responses: { 101: { description: EVENTS } },
			problems: ["forbidden", "upgrade-required", "rate-limited"],
		},
		{
			method: "get",
			path: "/api/image_batch/progress/:batchId",
			id: "watchImageBatch",
			summary: "Watch the files of one batch over a WebSocket",
			access: "first-contact",
			responses: { 101: { description: EVENTS } },
			problems: ["malformed", "forbidden", "upgrade-required", "rate-limited"],
		},
		{
			method: "get",
			path: "/socket.io/",
			id: "connectSocketIo",
			summary: "The same for socket.io-client, over a WebSocket",
			access: "first-contact",
			query: {
				EIO: { description: "The version of Engine.IO.", schema: { type: "string", enum: ["4"] } },
				transport: {
					description: "Only WebSockets are supported.",
					schema: { type: "string", enum: ["websocket"] },
				},
				batchId: BATCH_ID,
			},
			responses: { 101: { description: EVENTS } },
			problems: ["malformed", "forbidden", "upgrade-required", "rate-limited"],
		},
	],
};
