import { MAX_FILE_BYTES } from "../../protocol/limits.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import type { UploadView } from "../../session/rules/upload-protocol.ts";
import { CHECKSUM_ALGORITHMS } from "./checksum.ts";

/** The only supported protocol version (https://tus.io/protocols/resumable-upload). */
export const TUS_VERSION = "1.0.0";

/** tus 1.0.0, Core, PATCH: all PATCH requests MUST use this Content-Type. */
export const OFFSET_TYPE = "application/offset+octet-stream";

/**
 * Response headers of OPTIONS. tus 1.0.0, Core, OPTIONS: the response MUST contain the Tus-Version header; Checksum: the
 * Tus-Checksum-Algorithm header MUST be included; each extension MUST be added to Tus-Extension.
 */
export const TUS_CAPABILITIES: Readonly<Record<string, string>> = {
	"tus-version": TUS_VERSION,
	"tus-extension":
		"creation,creation-with-upload,creation-defer-length,expiration,checksum,termination,concatenation",
	"tus-max-size": String(MAX_FILE_BYTES),
	"tus-checksum-algorithm": CHECKSUM_ALGORITHMS.join(","),
};

/** For `Access-Control-Allow-Headers`: tus request headers, and two that tus-js-client and Uppy may add. */
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

/** For `Access-Control-Expose-Headers`: tus response headers that pages of other origins must be able to read. */
export const TUS_RESPONSE_HEADERS = [
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

/** The upload creation URL. */
export const UPLOADS_PATH = "/api/uploads";

/**
 * Refuses another protocol version. tus 1.0.0, Core, Tus-Resumable: it MUST be included in every request except for OPTIONS;
 * if the version is not supported, the Server MUST respond with 412 and MUST NOT process the request.
 */
export function versionProblem(headers: Headers): Problem | undefined {
	if (headers.get("tus-resumable") === TUS_VERSION) return undefined;
	return problem("tus-version", `Send the header "Tus-Resumable: ${TUS_VERSION}" with every request.`);
}

/** tus 1.0.0, Core, Upload-Offset and Upload-Length: the value MUST be a non-negative integer. */
function readByteCount(text: string, name: string): Result<number, Problem> {
	if (!/^\d{1,16}$/.test(text) || !Number.isSafeInteger(Number(text)))
		return refuse(problem("malformed", `${name} must be a whole number of bytes, 0 or more.`));
	return ok(Number(text));
}

/** `Upload-Offset` of a PATCH; a missing one is malformed. */
export function readOffset(headers: Headers): Result<number, Problem> {
	return readByteCount(headers.get("upload-offset") ?? "", "Upload-Offset");
}

/** `Upload-Length`; `null` when absent. */
export function readLength(headers: Headers): Result<number | null, Problem> {
	const text = headers.get("upload-length");
	if (text === null) return ok(null);
	const length = readByteCount(text, "Upload-Length");
	if (!length.ok || length.value <= MAX_FILE_BYTES) return length;
	// tus 1.0.0, Creation, POST: if the length exceeds the maximum, the Server MUST respond with 413.
	return refuse(
		problem("too-large", `A file may have at most ${MAX_FILE_BYTES} bytes. Split it or make it smaller.`),
	);
}

/**
 * The length of a new upload; `null` when deferred. tus 1.0.0, Creation, POST: the request MUST include one of Upload-Length
 * and Upload-Defer-Length; Upload-Defer-Length: its value MUST be 1.
 */
export function readNewLength(headers: Headers): Result<number | null, Problem> {
	const length = readLength(headers);
	if (!length.ok) return length;
	const deferred = headers.get("upload-defer-length");
	if (deferred !== null && deferred !== "1")
		return refuse(
			problem("malformed", "Upload-Defer-Length must be 1. Leave it out when you send Upload-Length."),
		);
	if ((length.value === null) === (deferred === "1")) return length;
	return refuse(problem("malformed", "Send either Upload-Length or Upload-Defer-Length: 1, and not both."));
}

/** The path of an upload: its file's number, or `p` and a number for a partial upload (a negative id), which is no file. */
export function uploadPath(id: number): string {
	return `${UPLOADS_PATH}/${id < 0 ? `p${-id}` : id}`;
}

/** Parses the last segment of an upload's path; 0, which no upload has, when malformed. */
export function readUploadId(text: string): number {
	const found = /^(p?)([1-9]\d{0,14})$/.exec(text);
	if (found === null) return 0;
	return found[1] === "p" ? -Number(found[2]) : Number(found[2]);
}

/**
 * Reads `Upload-Concat`: `partial`, the ids of a final upload's parts in order, or `null` for an ordinary upload. tus 1.0.0,
 * Concatenation: the value MUST be `final` followed by a semicolon and a space-separated list of partial upload URLs; these
 * MAY be absolute or relative.
 */
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
		'Upload-Concat must be "partial", or "final;" and a space-separated list of partial uploads of this session.';
	return refuse(problem("malformed", detail));
}

/**
 * Headers of every response about an upload. tus 1.0.0, Core, PATCH: it MUST include the Upload-Offset header containing the
 * new offset; Expiration: Upload-Expires MUST be included in every PATCH response if the upload is going to expire, and in
 * the response to the initial POST, in RFC 9110 datetime format.
 */
export function uploadHeaders(view: UploadView): Record<string, string> {
	return {
		"upload-offset": String(view.offset),
		...(view.expiresAt !== null && { "upload-expires": new Date(view.expiresAt).toUTCString() }),
	};
}

/**
 * Headers of a HEAD response. tus 1.0.0, Core, HEAD: the Server MUST always include Upload-Offset and, if the size is known,
 * Upload-Length; Creation: as long as the length is not known it MUST set Upload-Defer-Length: 1, and responses MUST include
 * Upload-Metadata as specified by the Client; Concatenation: the response MUST include Upload-Concat as received, and SHOULD
 * NOT contain Upload-Offset for a final upload before the concatenation has finished.
 */
export function headHeaders(view: UploadView): Record<string, string> {
	const { "upload-offset": offset = "0", ...others } = uploadHeaders(view);
	const isUnfinished = view.concat !== null && view.concat !== "partial" && !view.whole;
	return {
		...others,
		...(!isUnfinished && { "upload-offset": offset }),
		...(view.length === null ? { "upload-defer-length": "1" } : { "upload-length": String(view.length) }),
		...(view.metadata !== "" && { "upload-metadata": view.metadata }),
		...(view.concat !== null && { "upload-concat": view.concat }),
	};
}
