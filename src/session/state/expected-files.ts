import type { FileRecord } from "../../protocol/files/file-record.ts";

/** By what a file sent under its name only is matched to its announcement; the caller compares paths. */
export type FileSignature = Pick<FileRecord, "batch" | "name" | "size">;

function keyOf({ batch, name, size }: FileSignature): string {
	return `${batch}/${size}/${name}`;
}

/** Linked files are fetched, so no client sends their bytes. */
function isAwaited(file: FileRecord | undefined): file is FileRecord {
	return file?.state === "expected" && file.host === undefined;
}

/**
 * Announced files whose bytes are not being sent yet, by name: a file that arrives under its name only is found at once
 * among ten thousand. Derived from the records with each change.
 */
export class ExpectedFiles {
	readonly #numbers = new Map<string, Set<number>>();

	/** A record has changed; `undefined` for a file that did not exist before, or does not any more. */
	update(before: FileRecord | undefined, after: FileRecord | undefined): void {
		const was = isAwaited(before) ? keyOf(before) : undefined;
		const is = isAwaited(after) ? keyOf(after) : undefined;
		if (was === is) return;
		if (before && was !== undefined) this.#drop(was, before.n);
		if (after && is !== undefined) this.#add(is, after.n);
	}

	#add(key: string, n: number): void {
		const numbers = this.#numbers.get(key);
		if (numbers) numbers.add(n);
		else this.#numbers.set(key, new Set([n]));
	}

	#drop(key: string, n: number): void {
		const numbers = this.#numbers.get(key);
		if (numbers === undefined) return;
		numbers.delete(n);
		if (numbers.size === 0) this.#numbers.delete(key);
	}

	/** Numbers of files with this signature. */
	matching(appearance: FileSignature): Iterable<number> {
		return this.#numbers.get(keyOf(appearance)) ?? [];
	}
}
