import { MAX_FILE_BYTES } from "../../protocol/limits.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import type { UploadView } from "../../session/rpc/upload-rpc.ts";
import { CHECKSUM_ALGORITHMS } from "./checksum.ts";

/** The one version of the protocol that is spoken (https://tus.io/protocols/resumable-upload). */
export const TUS_VERSION = "1.0.0";

/** The media type of a body of bytes. */
export const OFFSET_TYPE = "application/offset+octet-stream";

/** What `OPTIONS` tells of the server. */
export const TUS_ABILITIES: Readonly<Record<string, string>> = {
	"tus-version": TUS_VERSION,
	"tus-extension":
		"creation,creation-with-upload,creation-defer-length,expiration,checksum,termination,concatenation",
	"tus-max-size": String(MAX_FILE_BYTES),
	"tus-checksum-algorithm": CHECKSUM_ALGORITHMS.join(","),
};

/** What clients send; a page of another origin must be allowed to. tus-js-client and Uppy may add the last two. */
export const TUS_REQUEST_HEADERS = [
	"Tus-Resumable",
	"Upload-Length",
	"Upload-Defer-Length",
	"Upload-Offset",
	"Upload-Metadata",
	"Upload-Concat",
	"Upload-Checksum",
	"X-HTTP-Method-Override",
	"X-Requested-With",
	"X-Request-ID",
];

/** What a page of another origin must be able to read of an answer. */
export const TUS_ANSWER_HEADERS = [
	"Location",
	"Tus-Resumable",
	"Tus-Version",
	"Tus-Extension",
	"Tus-Max-Size",
	"Tus-Checksum-Algorithm",
	"Upload-Length",
	"Upload-Defer-Length",
	"Upload-Offset",
	"Upload-Metadata",
	"Upload-Concat",
	"Upload-Expires",
];

/** Where uploads live. */
export const UPLOADS_PATH = "/api/uploads";

/** Refuses a request of another version, as every request but `OPTIONS` must be (tus 1.0.0, `Tus-Resumable`). */
export function versionProblem(headers: Headers): Problem | undefined {
	if (headers.get("tus-resumable") === TUS_VERSION) return undefined;
	return problem("tus-version", `Send the header "Tus-Resumable: ${TUS_VERSION}" with every request.`);
}

/** A whole number of bytes, from 0. */
function readBytes(text: string, name: string): Result<number, Problem> {
	if (!/^\d{1,16}$/.test(text) || !Number.isSafeInteger(Number(text)))
		return refuse(problem("malformed", `${name} is a whole number of bytes, from 0.`));
	return ok(Number(text));
}

/** `Upload-Offset` of a PATCH. */
export function readOffset(headers: Headers): Result<number, Problem> {
	return readBytes(headers.get("upload-offset") ?? "", "Upload-Offset");
}

/** `Upload-Length`; `null` when it is not told. */
export function readLength(headers: Headers): Result<number | null, Problem> {
	const text = headers.get("upload-length");
	if (text === null) return ok(null);
	const length = readBytes(text, "Upload-Length");
	if (!length.ok || length.value <= MAX_FILE_BYTES) return length;
	return refuse(problem("too-large", `A file has at most ${MAX_FILE_BYTES} bytes.`));
}

/** The length of a new upload: told, or deferred, and exactly one of both (creation, creation-defer-length). */
export function readNewLength(headers: Headers): Result<number | null, Problem> {
	const length = readLength(headers);
	if (!length.ok) return length;
	const deferred = headers.get("upload-defer-length");
	if (deferred !== null && deferred !== "1")
		return refuse(problem("malformed", "Upload-Defer-Length is 1, or left out."));
	if ((length.value === null) === (deferred === "1")) return length;
	return refuse(problem("malformed", "Send either Upload-Length, or Upload-Defer-Length: 1."));
}

/** The address of an upload: the number of its file, or `p` and a number for a partial one, which is no file. */
export function uploadPath(id: number): string {
	return `${UPLOADS_PATH}/${id < 0 ? `p${-id}` : id}`;
}

/** Reads the last part of an upload's address; 0, which no upload has, when it is none. */
export function readUploadId(text: string): number {
	const found = /^(p?)([1-9]\d{0,14})$/.exec(text);
	if (found === null) return 0;
	return found[1] === "p" ? -Number(found[2]) : Number(found[2]);
}

/** What a new upload is to others: `partial`, made of others, or `null` for an ordinary one (concatenation). */
export function readConcat(headers: Headers): Result<"partial" | readonly number[] | null, Problem> {
	const text = headers.get("upload-concat");
	if (text === null) return ok(null);
	if (text.trim() === "partial") return ok("partial");
	const list = /^\s*final;(.*)$/.exec(text)?.[1]?.trim();
	const ids = (list ?? "").split(/\s+/).map((address) => {
		const path = URL.canParse(address) ? new URL(address).pathname : address;
		return path.startsWith(`${UPLOADS_PATH}/`) ? readUploadId(path.slice(UPLOADS_PATH.length + 1)) : 0;
	});
	if (list && ids.every((id) => id < 0)) return ok(ids);
	const detail =
		'Upload-Concat is "partial", or "final;" and the addresses of partial uploads of this session.';
	return refuse(problem("malformed", detail));
}

/** What every answer about an upload tells of it. */
export function uploadHeaders(view: UploadView): Record<string, string> {
	return {
		"upload-offset": String(view.offset),
		...(view.expiresAt !== null && { "upload-expires": new Date(view.expiresAt).toUTCString() }),
	};
}

/** What HEAD tells besides. A final upload that is not whole has no offset (concatenation). */
export function describingHeaders(view: UploadView): Record<string, string> {
	const { "upload-offset": offset = "0", ...others } = uploadHeaders(view);
	const unfinished = view.concat !== null && view.concat !== "partial" && !view.whole;
	return {
		...others,
		...(!unfinished && { "upload-offset": offset }),
		...(view.length === null ? { "upload-defer-length": "1" } : { "upload-length": String(view.length) }),
		...(view.metadata !== "" && { "upload-metadata": view.metadata }),
		...(view.concat !== null && { "upload-concat": view.concat }),
	};
}
