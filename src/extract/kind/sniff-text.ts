import { detectEncoding } from "../bytes/encoding.ts";
import { decodeUtf16 } from "../bytes/text.ts";

/** Characters that are examined. Comments before `<svg` may be long. */
const SAMPLE_CHARS = 4000;

/** Lines in which separators are counted. */
const TABLE_LINES = 5;

/** The largest share of bytes above 0x7F that text in a Western code page can have. */
const MAX_NON_ASCII_SHARE = 0.3;

/** Bytes from which on byte frequency is reliable enough for a code page other than the Western one. */
const MIN_DETECTABLE_BYTES = 24;

/** The media type of text by its first bytes; `undefined` when they are binary. */
export function sniffText(head: Uint8Array): string | undefined {
	const text = decodeHead(head);
	if (text === undefined) return undefined;
	const start = text.slice(0, SAMPLE_CHARS).trimStart();
	if (start === "") return "text/plain";
	if (start.startsWith("{\\rtf")) return "application/rtf";
	if (start.startsWith("%PDF-") || start.startsWith("%!PS")) return undefined;
	if (start.startsWith("WEBVTT")) return "text/vtt";
	if (start.startsWith("<")) return markup(start);
	if (looksLikeJson(start)) return "application/json";
	if (/^\d+\r?\n\d\d:\d\d:\d\d,\d{3} --> /.test(start)) return "application/x-subrip";
	if (looksLikeTable(start)) return "text/csv";
	if (looksLikeMarkdown(start)) return "text/markdown";
	return "text/plain";
}

function decodeHead(head: Uint8Array): string | undefined {
	if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
		const text = decodeUtf16(head.subarray(0, head.length & ~1), true);
		return hasControls(text) ? undefined : text.replace(/^\uFEFF/, "");
	}
	if (head.length === 0) return undefined;
	const encoding = detectEncoding(head);
	if (encoding.startsWith("utf-16")) {
		const text = new TextDecoder(encoding).decode(head.subarray(0, head.length & ~1));
		return hasControls(text) ? undefined : text;
	}
	let high = 0;
	for (const byte of head) {
		if (byte < 0x20 && !isWhitespaceControl(byte) && byte !== 0x1b) return undefined;
		if (byte >= 0x7f) high++;
	}
	const western = encoding === "windows-1252" || encoding === "iso-8859-1";
	if (western && high / head.length > MAX_NON_ASCII_SHARE) return undefined;
	if (encoding !== "utf-8" && !western && head.length < MIN_DETECTABLE_BYTES) return undefined;
	return new TextDecoder(encoding).decode(head, { stream: true });
}

function isWhitespaceControl(code: number): boolean {
	return code === 0x09 || code === 0x0a || code === 0x0c || code === 0x0d;
}

function hasControls(text: string): boolean {
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code < 0x20 && !isWhitespaceControl(code)) return true;
	}
	return false;
}

function markup(start: string): string {
	const lower = start.toLowerCase();
	if (/<svg[\s>]/.test(lower) && !/<(html|body)[\s>]/.test(lower)) return "image/svg+xml";
	if (/<(!doctype html|html|head|body|title|div|p|h1|table)[\s>]/.test(lower)) return "text/html";
	return lower.startsWith("<?xml") || /^<[a-z_][\w.-]*(:[\w.-]+)?[\s/>]/.test(lower)
		? "application/xml"
		: "text/plain";
}

function looksLikeJson(start: string): boolean {
	if (/^\{\s*("(?:[^"\\]|\\.)*"\s*:|\})/.test(start)) return true;
	return /^\[\s*([[{\]"]|-?\d+(\.\d+)?\s*[,\]])/.test(start) && !/^\[[^\]]*\]\(/.test(start);
}

/** Lines that begin with `#` directly above a table, as some programs write them. A Markdown heading has an empty line below it. */
const LEADING_COMMENTS = /^(?:#[^\n]{0,500}\n){1,20}(?=[^#\s])/;

/** A table without the comment lines above it. */
export function withoutLeadingComments(text: string): string {
	return text.replace(LEADING_COMMENTS, "");
}

/**
 * Whether several lines have the same number of separators. One separator a line is enough, unless comment lines come first:
 * then the text may be a program, and `import a, b` is not a row.
 */
function looksLikeTable(start: string): boolean {
	const table = withoutLeadingComments(start);
	const minSeparators = table === start ? 1 : 2;
	const lines = table.split(/\r?\n/, TABLE_LINES + 1).filter((line) => line !== "");
	const whole = start.length >= SAMPLE_CHARS ? lines.slice(0, -1) : lines;
	const sample = whole.slice(0, TABLE_LINES);
	if (sample.length < 2) return false;
	return [",", ";", "\t"].some((separator) => {
		const counts = sample.map((line) => line.replace(/"[^"]*"/g, "").split(separator).length - 1);
		return (counts[0] ?? 0) >= minSeparators && counts.every((count) => count === counts[0]);
	});
}

function looksLikeMarkdown(start: string): boolean {
	return (
		/^#{1,6} \S/m.test(start) || /^```/m.test(start) || /\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)/.test(start)
	);
}
