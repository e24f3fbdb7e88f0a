import { manifest, manifestReply } from "../../protocol/files/manifest.ts";
import { batchReply, commandReply, formReply } from "../../protocol/http/reply.ts";
import { MAX_FORM_BYTES, MAX_FORM_FILES, MAX_MANIFEST_FILES, MIB } from "../../protocol/limits.ts";
import { MAX_CHUNK_TOKENS, MIN_CHUNK_TOKENS } from "../../protocol/text/chunk-options.ts";
import type { Resource } from "../operation.ts";
import { COMMAND_HEADERS } from "./commands.ts";

export const batchPaths: Resource = {
	name: "Batches",
	description: "One drop, or one upload call. Its key is chosen by the client.",
	operations: [
		{
			method: "post",
			path: "/api/batches/:key",
			id: "announceFiles",
			summary: "Announce the files that will be sent",
			description: `Opens the batch when it is new. Up to ${MAX_MANIFEST_FILES} files. The same manifest again gives the same numbers.`,
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
			answers: {
				201: {
					description: "One number a file, in the order of the manifest.",
					content: [{ json: manifestReply }],
				},
			},
			problems: ["malformed", "too-large"],
		},
		{
			method: "get",
			path: "/api/batches/:key",
			id: "readBatch",
			summary: "The batch, its totals and all its files",
			access: "session",
			answers: { 200: { description: "The batch.", content: [{ json: batchReply }] } },
			problems: ["not-found"],
		},
		{
			method: "delete",
			path: "/api/batches/:key",
			id: "removeBatch",
			summary: "Remove the batch, its files and their objects",
			access: "session",
			headers: COMMAND_HEADERS,
			answers: { 204: { description: "They are gone." } },
			problems: ["malformed", "not-found"],
		},
		{
			method: "post",
			path: "/api/batches/:key/files",
			id: "sendFiles",
			summary: `Send up to ${MAX_FORM_FILES} files, ${MAX_FORM_BYTES / MIB} MiB together`,
			description:
				"A field whose name is a number brings the bytes of that announced file; any other field brings a file by its own name. Each has its own outcome.",
			access: "session",
			body: [
				{
					form: {
						chunk_size: {
							is: "text",
							description: `Tokens of a chunk of the documents behind it, ${MIN_CHUNK_TOKENS} to ${MAX_CHUNK_TOKENS}.`,
						},
						chunk_overlap: {
							is: "text",
							description: "Tokens that the next chunk says again; at most half of the size.",
						},
						files: { is: "files", description: "Files of the batch. Any other name of a field does too." },
					},
				},
			],
			answers: { 200: { description: "What became of each file.", content: [{ json: formReply }] } },
			problems: ["malformed", "body-too-short", "too-large", "unsupported-type", "rate-limited"],
		},
		{
			method: "post",
			path: "/api/batches/:key/:verb",
			id: "commandBatch",
			summary: "Pause, resume, retry or cancel the files of a batch",
			access: "session",
			headers: COMMAND_HEADERS,
			answers: { 200: { description: "How many files changed.", content: [{ json: commandReply }] } },
			problems: ["malformed", "not-found"],
		},
	],
};
