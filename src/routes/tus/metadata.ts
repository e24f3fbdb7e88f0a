import { batchKey, type ManifestEntry } from "../../protocol/files/manifest.ts";
import { KIB } from "../../protocol/limits.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import type { UploadTarget } from "../../session/rules/upload-protocol.ts";

/** Characters of `Upload-Metadata`, which is stored with the upload for HEAD. A long path and Uppy's fields need far fewer. */
const MAX_METADATA_CHARS = 8 * KIB;

/** The batch of an upload whose metadata names none. */
const DEFAULT_BATCH = "uploads";

function malformedMetadata(what: string): Problem {
	return problem(
		"malformed",
		`Upload-Metadata has ${what}. Send keys with base64 values, such as "filename cGhvdG8uanBn,batch ZHJvcA==".`,
	);
}

/** Base64 to UTF-8 text; `undefined` when the value is not base64. */
function decodeText(value: string): string | undefined {
	try {
		const bytes = Uint8Array.from(atob(value), (character) => character.charCodeAt(0));
		return new TextDecoder().decode(bytes);
	} catch {
		return undefined;
	}
}

/**
 * Reads `Upload-Metadata`. tus 1.0.0, Creation: it MUST consist of comma-separated key-value pairs; key and value MUST be
 * separated by a space; the key MUST NOT be empty; the value MUST be Base64 encoded and MAY be empty; all keys MUST be unique.
 */
export function parseMetadata(header: string): Result<ReadonlyMap<string, string>, Problem> {
	const pairs = new Map<string, string>();
	if (header.length > MAX_METADATA_CHARS) return refuse(malformedMetadata("too many characters"));
	if (header.trim() === "") return ok(pairs);
	for (const pair of header.split(",")) {
		const [key = "", value = "", ...more] = pair.trim().split(/ +/);
		if (key === "" || more.length > 0) return refuse(malformedMetadata("a malformed key-value pair"));
		if (pairs.has(key)) return refuse(malformedMetadata("a duplicate key"));
		const text = decodeText(value);
		if (text === undefined) return refuse(malformedMetadata("a value that is not base64"));
		pairs.set(key, text);
	}
	return ok(pairs);
}

/** The first meaningful value among these keys. Uppy sends the text `null` as the path of a file without a folder. */
function firstValue(pairs: ReadonlyMap<string, string>, ...keys: readonly string[]): string | undefined {
	const values = keys.map((key) => pairs.get(key));
	return values.find(
		(value) => value !== undefined && value !== "" && value !== "null" && value !== "undefined",
	);
}

/** The manifest entry in the metadata. A deferred length counts as 0. */
function entryOf(pairs: ReadonlyMap<string, string>, length: number): ManifestEntry {
	const type = firstValue(pairs, "filetype", "type");
	const path = firstValue(pairs, "relativePath");
	const sha256 = firstValue(pairs, "sha256");
	return {
		name: firstValue(pairs, "filename", "name") ?? "",
		size: length,
		...(type !== undefined && { type: type.slice(0, 255) }),
		...(path !== undefined && { path }),
		...(sha256 !== undefined && { sha256 }),
	};
}

/** The file that an upload is for: the announced file `n`, or a file of the batch that the metadata names. */
export function targetOf(
	pairs: ReadonlyMap<string, string>,
	length: number | null,
): Result<Exclude<UploadTarget, "partial">, Problem> {
	const number = firstValue(pairs, "n");
	if (number !== undefined) {
		if (/^[1-9]\d{0,8}$/.test(number)) return ok({ file: Number(number) });
		return refuse(problem("malformed", "Metadata n must be the number of an announced file."));
	}
	const sha256 = firstValue(pairs, "sha256");
	if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(sha256))
		return refuse(problem("malformed", "Metadata sha256 must be 64 lower-case hex digits."));
	const key = batchKey.safeParse(firstValue(pairs, "batch") ?? DEFAULT_BATCH);
	if (key.success) return ok({ key: key.data, entry: entryOf(pairs, length ?? 0) });
	const detail = "Metadata batch must be 1 to 128 of the characters A–Z, a–z, 0–9 and . _ ~ : @ -.";
	return refuse(problem("malformed", detail));
}
