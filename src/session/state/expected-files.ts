import type { FileRecord } from "../../protocol/files/file-record.ts";

/** What a file that comes by its name is known by; paths are compared by whoever asks. */
export type Appearance = Pick<FileRecord, "batch" | "name" | "size">;

function keyOf({ batch, name, size }: Appearance): string {
	return `${batch}/${size}/${name}`;
}

/** Nobody sends the bytes of a link. */
function awaited(file: FileRecord | undefined): file is FileRecord {
	return file?.state === "expected" && file.host === undefined;
}

/**
 * The files that are announced and whose bytes nobody sends yet, by what they are called: so that one that comes by its
 * name is found at once among ten thousand. Derived from the records, with each change of one.
 */
export class ExpectedFiles {
	readonly #numbers = new Map<string, Set<number>>();

	/** A record has changed from one to the other; `undefined` for a file that did not exist, or does not any more. */
	change(before: FileRecord | undefined, after: FileRecord | undefined): void {
		const was = awaited(before) ? keyOf(before) : undefined;
		const is = awaited(after) ? keyOf(after) : undefined;
		if (was === is) return;
		if (before && was !== undefined) this.#drop(was, before.n);
		if (after && is !== undefined) this.#take(is, after.n);
	}

	#take(key: string, n: number): void {
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

	/** The numbers of files that look so. */
	like(appearance: Appearance): Iterable<number> {
		return this.#numbers.get(keyOf(appearance)) ?? [];
	}
}
