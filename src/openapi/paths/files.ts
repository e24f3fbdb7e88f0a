import { commandReply, fileDetails, fileReply } from "../../protocol/http/reply.ts";
import { MAX_BODY_BYTES, MIB } from "../../protocol/limits.ts";
import type { Answer, Parameters, Resource } from "../operation.ts";
import { COMMAND_HEADERS } from "./commands.ts";

/** How a part of a file, or only a newer one, is asked for (RFC 9110). */
export const RANGE_HEADERS: Parameters = {
	Range: { description: "One range of bytes.", schema: { type: "string" } },
	"If-Range": { description: "The `ETag` for which the range counts.", schema: { type: "string" } },
	"If-None-Match": { description: "An `ETag` that is known already.", schema: { type: "string" } },
};

/** The bytes of a file, whole or in part. */
export const ORIGINAL_ANSWERS: Readonly<Record<number, Answer>> = {
	200: {
		description: "The bytes, as an attachment.",
		headers: { ETag: "Stays as long as the bytes do." },
		content: [{ type: "*/*" }],
	},
	206: {
		description: "A range of them.",
		headers: { "Content-Range": "Which." },
		content: [{ type: "*/*" }],
	},
	304: { description: "They are known." },
};

export const filePaths: Resource = {
	name: "Files",
	description: "One file of a batch, by its number.",
	operations: [
		{
			method: "put",
			path: "/api/files/:n",
			id: "putFile",
			summary: `The bytes of an announced file, up to ${MAX_BODY_BYTES / MIB} MiB`,
			access: "session",
			body: [{ type: "application/octet-stream" }],
			answers: { 201: { description: "They are stored.", content: [{ json: fileReply }] } },
			problems: [
				"body-too-short",
				"body-too-long",
				"not-found",
				"wrong-state",
				"already-stored",
				"too-large",
				"rate-limited",
				"storage-failed",
			],
		},
		{
			method: "get",
			path: "/api/files/:n",
			id: "readFile",
			summary: "The record of a file, and what was found in it",
			access: "session",
			answers: { 200: { description: "The file.", content: [{ json: fileDetails }] } },
			problems: ["not-found"],
		},
		{
			method: "get",
			path: "/api/files/:n/original",
			id: "readOriginal",
			summary: "The bytes of a file",
			access: "session",
			headers: RANGE_HEADERS,
			answers: ORIGINAL_ANSWERS,
			problems: ["not-found", "gone", "range-not-satisfiable"],
		},
		{
			method: "get",
			path: "/api/files/:n/thumbnail",
			id: "readThumbnail",
			summary: "A small picture of a file",
			access: "session",
			answers: {
				200: {
					description: "The picture.",
					headers: { ETag: "Stays as long as the bytes do." },
					content: [{ type: "image/*" }],
				},
			},
			problems: ["not-found"],
		},
		{
			method: "post",
			path: "/api/files/:n/:verb",
			id: "commandFile",
			summary: "Pause, resume, retry or cancel a file",
			access: "session",
			headers: COMMAND_HEADERS,
			answers: { 200: { description: "Whether it changed.", content: [{ json: commandReply }] } },
			problems: ["malformed", "not-found", "wrong-state"],
		},
		{
			method: "delete",
			path: "/api/files/:n",
			id: "removeFile",
			summary: "Remove a file and its object",
			access: "session",
			headers: COMMAND_HEADERS,
			answers: { 204: { description: "It is gone." } },
			problems: ["malformed", "not-found"],
		},
	],
};
