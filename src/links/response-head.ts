import { ok, type Result, refuse } from "../protocol/result.ts";
import { MAX_RETRY_AFTER_MS } from "./limits.ts";
import { type LinkProblem, permanent, temporary } from "./link-problem.ts";
import { hostOf } from "./link-url.ts";

/** What a server's response headers say about the body. */
export interface ResponseHead {
	/** Offset of the body in the file; 0 unless a range was requested and served. */
	readonly from: number;
	/** Bytes of the whole file; `null` when unknown. */
	readonly length: number | null;
	/** Media type without parameters. */
	readonly type: string | undefined;
	readonly name: string;
	/** For `If-Range`: a strong ETag or a date; `undefined` when the download cannot be resumed. */
	readonly validator: string | undefined;
}

/** Client error statuses that are worth a retry. */
const TEMPORARY_STATUSES: ReadonlySet<number> = new Set([408, 425, 429]);

/** `Retry-After` in milliseconds (RFC 9110 §10.2.3): a date, or seconds. */
function retryAfter(headers: Headers, now: number): number | undefined {
	const text = headers.get("retry-after");
	if (text === null) return undefined;
	const ms = /^[0-9]{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
	return ms > 0 && ms <= MAX_RETRY_AFTER_MS ? ms : undefined;
}

function statusProblem({ status, headers }: Response, host: string, now: number): LinkProblem {
	if (status === 401 || status === 403)
		return permanent(
			"link-forbidden",
			`${host} requires a sign-in (${status}). Download the file yourself and upload it.`,
		);
	if (status === 404 || status === 410)
		return permanent("link-gone", `${host} has nothing at this address (${status}).`);
	if (status < 500 && !TEMPORARY_STATUSES.has(status))
		return permanent(
			"link-failed",
			`${host} refused the request (${status}). Open the link in a browser to check it.`,
		);
	const wait = retryAfter(headers, now);
	const problem = temporary("link-failed", `${host} is temporarily unavailable (${status}).`);
	return wait === undefined ? problem : { ...problem, retryAfterMs: wait };
}

/** `Content-Range` (RFC 9110 §14.4); `undefined` when unreadable or of unknown length. */
function readRange(text: string | null): { from: number; length: number } | undefined {
	const found = /^bytes ([0-9]{1,15})-[0-9]{1,15}\/([0-9]{1,15})$/.exec(text ?? "");
	return found ? { from: Number(found[1]), length: Number(found[2]) } : undefined;
}

function readLength(headers: Headers): number | null {
	const text = headers.get("content-length");
	// With a content coding, Content-Length is that of the encoded bytes.
	const coding = headers.get("content-encoding") ?? "identity";
	return text !== null && /^[0-9]{1,15}$/.test(text) && coding === "identity" ? Number(text) : null;
}

/** A strong ETag, else the date. RFC 9110 §13.1.5: a client MUST NOT generate an If-Range with a weak entity tag. */
function readValidator(headers: Headers): string | undefined {
	if (headers.get("accept-ranges") === "none") return undefined;
	const tag = headers.get("etag");
	if (tag !== null && /^"[^"]{0,200}"$/.test(tag)) return tag;
	const date = headers.get("last-modified");
	return date !== null && Number.isFinite(Date.parse(date)) ? date.slice(0, 100) : undefined;
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** The name in `Content-Disposition`, preferring `filename*` (RFC 6266 §4.3), else the URL's last segment, else the host. */
function readName(headers: Headers, url: URL): string {
	const disposition = headers.get("content-disposition") ?? "";
	const extended = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
	if (extended !== undefined) return decoded(extended);
	const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition);
	const name = plain?.[1]?.replace(/\\(.)/g, "$1") ?? plain?.[2];
	return name || nameFromUrl(url);
}

function nameFromUrl(url: URL): string {
	return decoded(url.pathname.split("/").findLast((part) => part !== "") ?? "") || hostOf(url);
}

/** Reads the headers of a response to a request for the bytes from `offset`. Other statuses than 200 and 206 are problems. */
export function readResponseHead(
	response: Response,
	url: URL,
	offset: number,
	now: number,
): Result<ResponseHead, LinkProblem> {
	const { status, headers } = response;
	if (status !== 200 && status !== 206) return refuse(statusProblem(response, hostOf(url), now));
	const range =
		status === 206 ? readRange(headers.get("content-range")) : { from: 0, length: readLength(headers) };
	if (range === undefined || (range.from !== offset && range.from !== 0))
		return refuse(
			temporary("link-failed", `${hostOf(url)} sent a different part of the file than requested.`),
		);
	const type = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase().slice(0, 255);
	return ok({
		...range,
		type: type || undefined,
		name: readName(headers, url),
		validator: readValidator(headers),
	});
}
