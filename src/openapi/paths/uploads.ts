import type { Operation, Parameters, Resource } from "../operation.ts";
import { ORIGINAL_ANSWERS, RANGE_HEADERS } from "./files.ts";

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

const OFFSET = "Bytes that are stored.";
const EXPIRES = "When it goes unless something changes before.";

/** Every address of tus tells what is spoken here. */
function abilities(path: string, id: string): Operation {
	return {
		method: "options",
		path,
		id,
		summary: "What of tus is spoken here",
		access: "anybody",
		answers: {
			204: {
				description: "The abilities.",
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
		abilities("/api/uploads", "readAbilities"),
		abilities("/api/uploads/:upload", "readUploadAbilities"),
		{
			method: "post",
			path: "/api/uploads",
			id: "createUpload",
			summary: "Begin an upload, with the first bytes or without",
			access: "session",
			headers: {
				...VERSION,
				...LENGTH,
				"Upload-Defer-Length": {
					description: "Instead of `Upload-Length`: it is told later.",
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
			answers: {
				201: {
					description: "It has begun.",
					headers: { Location: "Its address.", "Upload-Offset": OFFSET },
					sometimes: { "Upload-Expires": EXPIRES },
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
			summary: "Where an upload stands",
			access: "session",
			headers: VERSION,
			answers: {
				200: {
					description: "Where it stands.",
					sometimes: {
						"Upload-Offset": OFFSET,
						"Upload-Length": "Bytes of the whole file.",
						"Upload-Defer-Length": "1 while nobody has told the length.",
						"Upload-Metadata": "As it came.",
						"Upload-Concat": "As it came.",
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
			summary: "More bytes, from where it stands",
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
			answers: {
				204: {
					description: "They are stored.",
					headers: { "Upload-Offset": OFFSET },
					sometimes: { "Upload-Expires": EXPIRES },
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
			summary: "End an upload, and remove what was stored",
			access: "session",
			headers: VERSION,
			answers: { 204: { description: "It is gone." } },
			problems: ["not-found", "gone", "tus-version"],
		},
		{
			method: "get",
			path: "/api/uploads/:upload",
			id: "readUpload",
			summary: "The bytes of a finished upload",
			access: "session",
			headers: RANGE_HEADERS,
			answers: ORIGINAL_ANSWERS,
			problems: ["not-found", "gone", "range-not-satisfiable"],
		},
	],
};
