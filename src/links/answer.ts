import { ok, type Result, refuse } from "../protocol/result.ts";
import { MAX_RETRY_AFTER_MS } from "./limits.ts";
import { final, type LinkProblem, passing } from "./link-problem.ts";
import { hostOf } from "./link-url.ts";

/** What the answer of a server tells of the bytes that follow. */
export interface Answer {
	/** Where they begin; 0 unless a range was asked for and given. */
	readonly from: number;
	/** Bytes of the whole; `null` when nobody says. */
	readonly length: number | null;
	/** The media type that the server claims, without its parameters. */
	readonly type: string | undefined;
	readonly name: string;
	/** What tells these bytes from later ones; `undefined` when a range of them could not be asked for again. */
	readonly validator: string | undefined;
}

/** Statuses that may pass by themselves. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

/** `Retry-After` in milliseconds (RFC 9110, 10.2.3): seconds, or a date. */
function retryAfter(headers: Headers, now: number): number | undefined {
	const text = headers.get("retry-after");
	if (text === null) return undefined;
	const ms = /^[0-9]{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
	return ms > 0 && ms <= MAX_RETRY_AFTER_MS ? ms : undefined;
}

function statusProblem({ status, headers }: Response, host: string, now: number): LinkProblem {
	if (status === 401 || status === 403)
		return final("link-forbidden", `${host} gives this only to who signs in there (${status}).`);
	if (status === 404 || status === 410)
		return final("link-gone", `${host} has nothing at this address (${status}).`);
	if (status < 500 && !PASSING.has(status))
		return final("link-failed", `${host} does not give what is behind the link (${status}).`);
	const wait = retryAfter(headers, now);
	const problem = passing("link-failed", `${host} could not answer just now (${status}).`);
	return wait === undefined ? problem : { ...problem, retryAfterMs: wait };
}

/** The first byte and the length of the whole out of `Content-Range`; `undefined` when it says neither. */
function readRange(text: string | null): { from: number; length: number } | undefined {
	const told = /^bytes ([0-9]{1,15})-[0-9]{1,15}\/([0-9]{1,15})$/.exec(text ?? "");
	return told ? { from: Number(told[1]), length: Number(told[2]) } : undefined;
}

function readLength(headers: Headers): number | null {
	const text = headers.get("content-length");
	const packed = headers.get("content-encoding") ?? "identity";
	return text !== null && /^[0-9]{1,15}$/.test(text) && packed === "identity" ? Number(text) : null;
}

/** A strong ETag, else the date (RFC 9110, 13.1.5: a weak one does not do). */
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

/** The name in `Content-Disposition` (RFC 6266), else the end of the address, else the host. */
function readName(headers: Headers, url: URL): string {
	const disposition = headers.get("content-disposition") ?? "";
	const extended = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
	if (extended !== undefined) return decoded(extended);
	const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition);
	const name = plain?.[1]?.replace(/\\(.)/g, "$1") ?? plain?.[2];
	return name || nameOfUrl(url);
}

/** What a link is called before its server has answered. */
export function nameOfUrl(url: URL): string {
	return decoded(url.pathname.split("/").findLast((part) => part !== "") ?? "") || hostOf(url);
}

/** Reads the head of an answer. `offset`: the range that was asked for began there. */
export function readAnswer(
	response: Response,
	url: URL,
	offset: number,
	now: number,
): Result<Answer, LinkProblem> {
	const { status, headers } = response;
	if (status !== 200 && status !== 206) return refuse(statusProblem(response, hostOf(url), now));
	const range =
		status === 206 ? readRange(headers.get("content-range")) : { from: 0, length: readLength(headers) };
	if (range === undefined || (range.from !== offset && range.from !== 0))
		return refuse(
			passing("link-failed", `${hostOf(url)} gave another part of the file than it was asked for.`),
		);
	const type = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase().slice(0, 255);
	return ok({
		...range,
		type: type || undefined,
		name: readName(headers, url),
		validator: readValidator(headers),
	});
}
