import { batchKey, type ManifestEntry } from "../../protocol/files/manifest.ts";
import { KIB } from "../../protocol/limits.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import type { UploadTarget } from "../../session/rpc/upload-rpc.ts";

/** Characters of `Upload-Metadata`: kept with the upload for HEAD. A long path and the fields of Uppy are far shorter. */
const MAX_METADATA_CHARS = 8 * KIB;

/** The batch of a file that names none. */
const DEFAULT_BATCH = "uploads";

/** Said when the header can not be read. */
function unreadable(what: string): Problem {
	return problem(
		"malformed",
		`Upload-Metadata has ${what}. It is a list of keys and base64 values: "filename cGhvdG8uanBn,batch ZHJvcA==".`,
	);
}

/** UTF-8 text out of base64; `undefined` when it is none. */
function decode(value: string): string | undefined {
	try {
		const bytes = Uint8Array.from(atob(value), (character) => character.charCodeAt(0));
		return new TextDecoder().decode(bytes);
	} catch {
		return undefined;
	}
}

/** Reads `Upload-Metadata`: pairs parted by commas, key and base64 value by one space, the value may be missing (creation). */
export function parseMetadata(header: string): Result<ReadonlyMap<string, string>, Problem> {
	const pairs = new Map<string, string>();
	if (header.length > MAX_METADATA_CHARS) return refuse(unreadable("too many characters"));
	if (header.trim() === "") return ok(pairs);
	for (const pair of header.split(",")) {
		const [key = "", value = "", ...more] = pair.trim().split(/ +/);
		if (key === "" || more.length > 0) return refuse(unreadable("a pair that is none"));
		if (pairs.has(key)) return refuse(unreadable("a key twice"));
		const text = decode(value);
		if (text === undefined) return refuse(unreadable("a value that is not base64"));
		pairs.set(key, text);
	}
	return ok(pairs);
}

/** A value that says something: Uppy writes `null` for a file that came without a folder. */
function said(pairs: ReadonlyMap<string, string>, ...keys: readonly string[]): string | undefined {
	const values = keys.map((key) => pairs.get(key));
	return values.find(
		(value) => value !== undefined && value !== "" && value !== "null" && value !== "undefined",
	);
}

/** What the metadata says of the file; `length` is 0 where it is not known yet. */
function entryOf(pairs: ReadonlyMap<string, string>, length: number): ManifestEntry {
	const type = said(pairs, "filetype", "type");
	const path = said(pairs, "relativePath");
	const sha256 = said(pairs, "sha256");
	return {
		name: said(pairs, "filename", "name") ?? "",
		size: length,
		...(type !== undefined && { type: type.slice(0, 255) }),
		...(path !== undefined && { path }),
		...(sha256 !== undefined && { sha256 }),
	};
}

/** Where the bytes of an upload go: to the announced file of the number `n`, or to a file of the batch that it names. */
export function targetOf(
	pairs: ReadonlyMap<string, string>,
	length: number | null,
): Result<Exclude<UploadTarget, "partial">, Problem> {
	const number = said(pairs, "n");
	if (number !== undefined) {
		if (/^[1-9]\d{0,8}$/.test(number)) return ok({ file: Number(number) });
		return refuse(problem("malformed", "The metadata n is the number of an announced file."));
	}
	const sha256 = said(pairs, "sha256");
	if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(sha256))
		return refuse(problem("malformed", "The metadata sha256 is 64 hex digits in lower case."));
	const key = batchKey.safeParse(said(pairs, "batch") ?? DEFAULT_BATCH);
	if (key.success) return ok({ key: key.data, entry: entryOf(pairs, length ?? 0) });
	const detail = "The metadata batch has 1 to 128 of the characters A–Z, a–z, 0–9 and . _ ~ : @ -";
	return refuse(problem("malformed", detail));
}
