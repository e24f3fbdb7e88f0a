import type { Operation, Parameters, Resource } from "../operation.ts";
import { ORIGINAL_RESPONSES, RANGE_HEADERS } from "./files.ts";

const BYTES = { type: "application/offset+octet-stream" } as const;

const VERSION: Parameters = {
	"Tus-Resumable": {
		description: "The version of tus.",
		required: true,
		schema: { type: "string", enum: ["1.0.0"] },
	},
};

const LENGTH: Parameters = {
	"Upload-Length": { description: "Bytes of the whole file.", schema: { type: "integer", minimum: 0 } },
	"Upload-Checksum": {
		description: "Of the body: sha1, sha256, md5 or crc32, a space, and the base64 of the digest.",
		schema: { type: "string" },
	},
};

const OFFSET = "Bytes stored.";
const EXPIRES = "When the upload expires unless it changes before.";

/** Every tus address answers OPTIONS with what the server supports (tus 1.0.0, core protocol). */
function capabilities(path: string, id: string): Operation {
	return {
		method: "options",
		path,
		id,
		summary: "Read which parts of tus are supported",
		access: "anybody",
		responses: {
			204: {
				description: "The supported versions, extensions and limits.",
				headers: {
					"Tus-Version": "Versions.",
					"Tus-Extension": "Extensions.",
					"Tus-Max-Size": "Bytes of the largest file.",
					"Tus-Checksum-Algorithm": "Algorithms of `Upload-Checksum`.",
				},
			},
		},
	};
}

export const uploadPaths: Resource = {
	name: "Resumable uploads",
	description: "tus 1.0.0 (https://tus.io/protocols/resumable-upload). An upload is a file.",
	operations: [
		capabilities("/api/uploads", "readAbilities"),
		capabilities("/api/uploads/:upload", "readUploadAbilities"),
		{
			method: "post",
			path: "/api/uploads",
			id: "createUpload",
			summary: "Create an upload, with or without its first bytes",
			access: "session",
			headers: {
				...VERSION,
				...LENGTH,
				"Upload-Defer-Length": {
					description: "Instead of `Upload-Length`: the length follows later.",
					schema: { type: "string", enum: ["1"] },
				},
				"Upload-Metadata": {
					description:
						"Pairs of a key and a base64 value: `filename`, `filetype`, `relativePath`, `batch` (its key), `n` (of an announced file).",
					schema: { type: "string" },
				},
				"Upload-Concat": {
					description: "`partial`, or `final;` and the addresses of partial uploads.",
					schema: { type: "string" },
				},
			},
			body: [BYTES],
			responses: {
				201: {
					description: "Created.",
					headers: { Location: "Its address.", "Upload-Offset": OFFSET },
					optionalHeaders: { "Upload-Expires": EXPIRES },
				},
			},
			problems: [
				"malformed",
				"not-found",
				"wrong-state",
				"already-stored",
				"gone",
				"length-required",
				"tus-version",
				"too-large",
				"unsupported-type",
				"locked",
				"rate-limited",
				"checksum-mismatch",
				"storage-failed",
			],
		},
		{
			method: "head",
			path: "/api/uploads/:upload",
			id: "readUploadOffset",
			summary: "Read the offset of an upload",
			access: "session",
			headers: VERSION,
			responses: {
				200: {
					description: "Its offset.",
					optionalHeaders: {
						"Upload-Offset": OFFSET,
						"Upload-Length": "Bytes of the whole file.",
						"Upload-Defer-Length": "1 while the length is not known.",
						"Upload-Metadata": "As it was sent.",
						"Upload-Concat": "As it was sent.",
						"Upload-Expires": EXPIRES,
					},
				},
			},
			problems: ["not-found", "gone", "tus-version", "locked", "storage-failed"],
		},
		{
			method: "patch",
			path: "/api/uploads/:upload",
			id: "sendBytes",
			summary: "Send more bytes, from the current offset",
			access: "session",
			headers: {
				...VERSION,
				...LENGTH,
				"Upload-Offset": {
					description: "Where the bytes begin.",
					required: true,
					schema: { type: "integer", minimum: 0 },
				},
			},
			body: [BYTES],
			responses: {
				204: {
					description: "Stored.",
					headers: { "Upload-Offset": OFFSET },
					optionalHeaders: { "Upload-Expires": EXPIRES },
				},
			},
			problems: [
				"malformed",
				"forbidden",
				"not-found",
				"wrong-state",
				"already-stored",
				"wrong-offset",
				"gone",
				"length-required",
				"tus-version",
				"too-large",
				"unsupported-type",
				"locked",
				"rate-limited",
				"checksum-mismatch",
				"storage-failed",
			],
		},
		{
			method: "delete",
			path: "/api/uploads/:upload",
			id: "endUpload",
			summary: "Terminate an upload, and remove what was stored",
			access: "session",
			headers: VERSION,
			responses: { 204: { description: "Removed." } },
			problems: ["not-found", "gone", "tus-version"],
		},
		{
			method: "get",
			path: "/api/uploads/:upload",
			id: "readUpload",
			summary: "Download the bytes of a finished upload",
			access: "session",
			headers: RANGE_HEADERS,
			responses: ORIGINAL_RESPONSES,
			problems: ["not-found", "gone", "range-not-satisfiable"],
		},
	],
};
