import { MAX_FILE_BYTES, MAX_SESSION_FILES, MIB } from "../src/protocol/limits.ts";
import { ok, type Result, refuse } from "../src/protocol/result.ts";
import { printable } from "./printable.ts";
import { type UnreadableFile, type WalkFilter, type WalkResult, walk } from "./walk.ts";
import { words } from "./words/words.ts";

function unreadableText({ path, detail }: UnreadableFile): string {
	return `${printable(path)}: ${detail}`;
}

/** The files that can be sent, and those that cannot; a refusal is the sentence why there are none. */
export async function findFiles(
	roots: readonly string[],
	filter: WalkFilter,
): Promise<Result<WalkResult, string>> {
	const found = await walk(roots, filter);
	const files = found.files.filter(({ size }) => size <= MAX_FILE_BYTES);
	const tooLarge = found.files.filter(({ size }) => size > MAX_FILE_BYTES);
	const detail = words.unreadable.tooLarge(MAX_FILE_BYTES / MIB / 1024);
	const unreadable = [...found.unreadable, ...tooLarge.map(({ path }) => ({ path, detail }))];
	if (files.length > MAX_SESSION_FILES) return refuse(words.run.tooMany(files.length, MAX_SESSION_FILES));
	if (files.length > 0) return ok({ files, unreadable });
	const nothing = words.run.nothingToSend(roots.map(printable));
	return refuse([nothing, ...unreadable.map(unreadableText)].join("\n"));
}
