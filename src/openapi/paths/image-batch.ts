import { chunkReply } from "../../dialects/image-batch/chunk-reply.ts";
import { MAX_FORM_BYTES, MAX_FORM_FILES, MIB } from "../../protocol/limits.ts";
import type { Resource } from "../operation.ts";

const BATCH_ID = {
	description: "The key of a batch of the caller's own session.",
	schema: { type: "string" },
} as const;

const EVENTS = "`uploadProgress` of each file at 0, 50, 75 and 100, and `uploadCompleted`.";

export const imageBatchPaths: Resource = {
	name: "Dialect image-batch",
	description: "An older contract: images in chunks, told file by file.",
	operations: [
		{
			method: "post",
			path: "/api/image_batch/upload",
			id: "sendChunk",
			summary: `Send a chunk of up to ${MAX_FORM_FILES} images, ${MAX_FORM_BYTES / MIB} MiB together`,
			access: "first-contact",
			query: { batchId: BATCH_ID },
			body: [
				{
					form: {
						batchId: {
							is: "text",
							description: "The batch, before the files. Without it one is named.",
						},
						images: { is: "files", description: "The images. Any other name of a field does too." },
					},
				},
			],
			answers: {
				202: {
					description: "What was taken; one that was refused stops no other.",
					sometimes: { "Set-Cookie": "The credential, on first contact." },
					content: [{ json: chunkReply }],
				},
			},
			problems: ["malformed", "forbidden", "body-too-short", "too-large", "unsupported-type", "rate-limited"],
		},
		{
			method: "get",
			path: "/api/image_batch/progress",
			id: "watchImageBatches",
			summary: "A WebSocket that tells the files of all batches",
			access: "first-contact",
			answers: { 101: { description: EVENTS } },
			problems: ["forbidden", "upgrade-required", "rate-limited"],
		},
		{
			method: "get",
			path: "/api/image_batch/progress/:batchId",
			id: "watchImageBatch",
			summary: "A WebSocket that tells the files of one batch",
			access: "first-contact",
			answers: { 101: { description: EVENTS } },
			problems: ["malformed", "forbidden", "upgrade-required", "rate-limited"],
		},
		{
			method: "get",
			path: "/socket.io/",
			id: "connectSocketIo",
			summary: "The same for socket.io-client, by WebSocket",
			access: "first-contact",
			query: {
				EIO: { description: "The version of Engine.IO.", schema: { type: "string", enum: ["4"] } },
				transport: { description: "No other.", schema: { type: "string", enum: ["websocket"] } },
				batchId: BATCH_ID,
			},
			answers: { 101: { description: EVENTS } },
			problems: ["malformed", "forbidden", "upgrade-required", "rate-limited"],
		},
	],
};
