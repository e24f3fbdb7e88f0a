import { manifest, manifestReply } from "../../protocol/files/manifest.ts";
import { batchReply, commandReply, formReply } from "../../protocol/http/reply.ts";
import { MAX_FORM_BYTES, MAX_FORM_FILES, MAX_MANIFEST_FILES, MIB } from "../../protocol/limits.ts";
import { MAX_CHUNK_TOKENS, MIN_CHUNK_TOKENS } from "../../protocol/text/chunk-options.ts";
import { COMMAND_HEADERS, type Resource } from "../operation.ts";

export const batchPaths: Resource = {
	name: "Batches",
	description: "One drop, or one upload call. Its key is chosen by the client.",
	operations: [
		{
			method: "post",
			path: "/api/batches/:key",
			id: "announceFiles",
			summary: "Announce the files that will be sent",
			description: `Creates the batch if it is new. Up to ${MAX_MANIFEST_FILES} files. The same manifest again returns the same numbers.`,
			access: "session",
			body: [
				{
					json: manifest,
					example: {
						chunks: { size: 256, overlap: 32 },
						files: [
							{ name: "IMG_0001.jpg", size: 50_000, type: "image/jpeg", path: "holiday/IMG_0001.jpg" },
							{ name: "IMG_0002.jpg", size: 50_000 },
						],
					},
				},
			],
			responses: {
				201: {
					description: "One number per file, in the order of the manifest.",
					content: [{ json: manifestReply }],
				},
			},
			problems: ["malformed", "too-large"],
		},
		{
			method: "get",
			path: "/api/batches/:key",
			id: "readBatch",
			summary: "Read a batch, its totals and all its files",
			access: "session",
			responses: { 200: { description: "The batch.", content: [{ json: batchReply }] } },
			problems: ["not-found"],
		},
		{
			method: "delete",
			path: "/api/batches/:key",
			id: "removeBatch",
			summary: "Remove a batch, its files and their objects",
			access: "session",
			headers: COMMAND_HEADERS,
			responses: { 204: { description: "Removed." } },
			problems: ["malformed", "not-found"],
		},
		{
			method: "post",
			path: "/api/batches/:key/files",
			id: "sendFiles",
			summary: `Send up to ${MAX_FORM_FILES} files, ${MAX_FORM_BYTES / MIB} MiB in total`,
			description:
				"A field whose name is a number has the bytes of that announced file; any other field has a file under its own name. Each file has its own result.",
			access: "session",
			body: [
				{
					form: {
						chunk_size: {
							is: "text",
							description: `Tokens per chunk for the documents that follow in the form, ${MIN_CHUNK_TOKENS} to ${MAX_CHUNK_TOKENS}.`,
						},
						chunk_overlap: {
							is: "text",
							description: "Tokens that the next chunk repeats; at most half of the size.",
						},
						files: { is: "files", description: "Files of the batch. Any other field name works too." },
					},
				},
			],
			responses: { 200: { description: "The result for each file.", content: [{ json: formReply }] } },
			problems: ["malformed", "body-too-short", "too-large", "unsupported-type", "rate-limited"],
		},
		{
			method: "post",
			path: "/api/batches/:key/:verb",
			id: "commandBatch",
			summary: "Pause, resume, retry or cancel the files of a batch",
			access: "session",
			headers: COMMAND_HEADERS,
			responses: { 200: { description: "How many files changed.", content: [{ json: commandReply }] } },
			problems: ["malformed", "not-found"],
		},
	],
};
