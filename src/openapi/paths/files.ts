import { commandReply, fileDetails, fileReply } from "../../protocol/http/reply.ts";
import { MAX_BODY_BYTES, MIB } from "../../protocol/limits.ts";
import { COMMAND_HEADERS, type OperationResponse, type Parameters, type Resource } from "../operation.ts";

/** Request headers for a range of a file, or for a newer version only (RFC 9110 §13.1, §14.2). */
export const RANGE_HEADERS: Parameters = {
	Range: { description: "One range of bytes.", schema: { type: "string" } },
	"If-Range": { description: "The `ETag` for which the range is valid.", schema: { type: "string" } },
	"If-None-Match": { description: "An `ETag` that the client has already.", schema: { type: "string" } },
};

/** The bytes of a file, whole or in part. */
export const ORIGINAL_RESPONSES: Readonly<Record<number, OperationResponse>> = {
	200: {
		description: "The bytes, as an attachment.",
		headers: { ETag: "Changes only with the bytes." },
		content: [{ type: "*/*" }],
	},
	206: {
		description: "A range of the bytes.",
		headers: { "Content-Range": "The range, and the size of the whole." },
		content: [{ type: "*/*" }],
	},
	304: { description: "Not modified: the client has these bytes." },
};

export const filePaths: Resource = {
	name: "Files",
	description: "One file of a batch, by its number.",
	operations: [
		{
			method: "put",
			path: "/api/files/:n",
			id: "putFile",
			summary: `Send the bytes of an announced file, up to ${MAX_BODY_BYTES / MIB} MiB`,
			access: "session",
			body: [{ type: "application/octet-stream" }],
			responses: { 201: { description: "Stored.", content: [{ json: fileReply }] } },
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
			summary: "Read the record of a file, and what was found in it",
			access: "session",
			responses: { 200: { description: "The file.", content: [{ json: fileDetails }] } },
			problems: ["not-found"],
		},
		{
			method: "get",
			path: "/api/files/:n/original",
			id: "readOriginal",
			summary: "Download the bytes of a file",
			access: "session",
			headers: RANGE_HEADERS,
			responses: ORIGINAL_RESPONSES,
			problems: ["not-found", "gone", "range-not-satisfiable"],
		},
		{
			method: "get",
			path: "/api/files/:n/thumbnail",
			id: "readThumbnail",
			summary: "Read a thumbnail of a file",
			access: "session",
			responses: {
				200: {
					description: "The picture.",
					headers: { ETag: "Changes only with the bytes." },
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
			responses: { 200: { description: "Whether it changed.", content: [{ json: commandReply }] } },
			problems: ["malformed", "not-found", "wrong-state"],
		},
		{
			method: "delete",
			path: "/api/files/:n",
			id: "removeFile",
			summary: "Remove a file and its object",
			access: "session",
			headers: COMMAND_HEADERS,
			responses: { 204: { description: "Removed." } },
			problems: ["malformed", "not-found"],
		},
	],
};
