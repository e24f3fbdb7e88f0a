import { MAX_NAME_BYTES, MAX_PATH_BYTES } from "../../protocol/limits.ts";

/** A file's name as it is shown and offered for saving, and its relative path when it came in a folder. */
export interface CleanName {
	readonly name: string;
	readonly path?: string;
}

/** C0, DEL and C1 controls, and the marks that turn the direction of writing and so disguise an extension. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this expression is for.
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** UTF-8 bytes of a code point. */
function bytesOf(codePoint: number): number {
	if (codePoint < 0x80) return 1;
	if (codePoint < 0x800) return 2;
	return codePoint < 0x10000 ? 3 : 4;
}

/** UTF-8 bytes of a text. */
export function utf8Length(text: string): number {
	let bytes = 0;
	for (const character of text) bytes += bytesOf(character.codePointAt(0) ?? 0);
	return bytes;
}

function cutTo(text: string, maxBytes: number): string {
	let bytes = 0;
	let end = 0;
	for (const character of text) {
		bytes += bytesOf(character.codePointAt(0) ?? 0);
		if (bytes > maxBytes) break;
		end += character.length;
	}
	return text.slice(0, end);
}

/** Cuts a name in the middle of its stem, so that the extension stays. */
function shorten(name: string): string {
	if (utf8Length(name) <= MAX_NAME_BYTES) return name;
	const dot = name.lastIndexOf(".");
	const extension = dot > 0 && name.length - dot <= 16 ? name.slice(dot) : "";
	const stem = extension === "" ? name : name.slice(0, dot);
	return `${cutTo(stem, MAX_NAME_BYTES - utf8Length(extension) - 3)}…${extension}`;
}

/**
 * Makes a name that can be shown and saved out of whatever a client sent: never refused, always defined. Both slashes
 * part folders; empty, `.` and `..` parts go; control and direction marks go; lone surrogates become U+FFFD; a long
 * name keeps its extension; a long path loses its outermost folders. Nothing empty stays: then it is `unnamed`.
 */
export function cleanName(raw: string): CleanName {
	const parts = raw
		.toWellFormed()
		.normalize("NFC")
		.replace(UNSEEN, "")
		.split(/[/\\]/)
		.map((part) => part.trim())
		.filter((part) => part !== "" && part !== "." && part !== "..")
		.map(shorten);
	const name = parts.pop() ?? "unnamed";
	while (parts.length > 0 && utf8Length([...parts, name].join("/")) > MAX_PATH_BYTES) parts.shift();
	return parts.length === 0 ? { name } : { name, path: [...parts, name].join("/") };
}
