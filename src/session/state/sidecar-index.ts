import { captionedStems, isCaptionName, recordingStem } from "../../protocol/files/caption-name.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import { MAX_SIDECARS } from "../limits.ts";

/** The part of a record by which recordings and their captions find each other. */
export type NamedFile = Pick<FileRecord, "batch" | "name" | "path">;

function keyOf({ batch, path = "" }: NamedFile, stem: string): string {
	const folder = path.slice(0, path.lastIndexOf("/") + 1);
	return `${batch}/${folder}/${stem}`;
}

function isReadRecording(file: FileRecord | undefined): file is FileRecord {
	return file?.state === "completed" && (file.kind === "video" || file.kind === "audio");
}

/**
 * Caption files, and recordings that were read, by batch, folder and stem: a film with its captions beside it is found without
 * looking at the other ten thousand files of the folder. Derived from the records with each change.
 */
export class SidecarIndex {
	readonly #captions = new Map<string, Set<number>>();
	readonly #recordings = new Map<string, Set<number>>();
	/** Recordings that were read without finding words, and the caption files that were tried for each. */
	readonly #wordless = new Map<number, readonly number[]>();

	/** A record has changed; `undefined` for a file that did not exist before, or does not any more. */
	update(before: FileRecord | undefined, after: FileRecord | undefined): void {
		this.#indexCaption(before, after);
		if (isReadRecording(before)) drop(this.#recordings, keyOf(before, recordingStem(before.name)), before.n);
		if (isReadRecording(after)) add(this.#recordings, keyOf(after, recordingStem(after.name)), after.n);
		if (before && after === undefined) this.#wordless.delete(before.n);
	}

	#indexCaption(before: FileRecord | undefined, after: FileRecord | undefined): void {
		// Most changes leave the name as it is.
		if (before && after && before.name === after.name && before.path === after.path) return;
		for (const key of before ? captionKeys(before) : []) drop(this.#captions, key, before?.n ?? 0);
		for (const key of after ? captionKeys(after) : []) add(this.#captions, key, after?.n ?? 0);
	}

	/** Remembers that a recording was read without finding words, and which caption files were tried; `null` when it has words. */
	setWordless(recording: number, tried: readonly number[] | null): void {
		if (tried === null) this.#wordless.delete(recording);
		else this.#wordless.set(recording, tried);
	}

	/** The caption files tried for a recording without words; `undefined` when it has words or was not read. */
	triedFor(recording: number): readonly number[] | undefined {
		return this.#wordless.get(recording);
	}

	/** Caption files, stored or not, whose names say that they belong to this recording: at most `MAX_SIDECARS`. */
	captionsOf(recording: NamedFile): number[] {
		return firstOf(this.#captions.get(keyOf(recording, recordingStem(recording.name))));
	}

	/** Recordings that were read and that a caption file of this name belongs to: at most `MAX_SIDECARS` for each stem. */
	recordingsOf(caption: NamedFile): number[] {
		return captionKeys(caption).flatMap((key) => firstOf(this.#recordings.get(key)));
	}
}

function firstOf(numbers: ReadonlySet<number> = new Set()): number[] {
	const first: number[] = [];
	for (const n of numbers) if (first.push(n) === MAX_SIDECARS) break;
	return first;
}

function captionKeys(file: NamedFile): string[] {
	return isCaptionName(file.name) ? captionedStems(file.name).map((stem) => keyOf(file, stem)) : [];
}

function add(index: Map<string, Set<number>>, key: string, n: number): void {
	const numbers = index.get(key);
	if (numbers) numbers.add(n);
	else index.set(key, new Set([n]));
}

function drop(index: Map<string, Set<number>>, key: string, n: number): void {
	const numbers = index.get(key);
	numbers?.delete(n);
	if (numbers?.size === 0) index.delete(key);
}
