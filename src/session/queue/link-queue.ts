import type { FileRecord } from "../../protocol/files/file-record.ts";

/** Where files, and the objects of those that are stored, are looked up. */
interface Known {
	readonly state: { readonly files: ReadonlyMap<number, FileRecord> };
	readonly objects: { has(n: number): boolean };
}

/**
 * The links whose bytes are still to be fetched, the one that was named first in front. Derived from the file records
 * on every wake, then kept up with each record that changes.
 */
export class FetchLine {
	readonly #known: Known;
	readonly #waiting = new Set<number>();
	readonly #begun = new Set<number>();

	constructor(known: Known) {
		this.#known = known;
		for (const file of known.state.files.values()) this.take(file);
	}

	/** Looks at a file whose record has changed. */
	take(file: FileRecord): void {
		const open = file.host !== undefined && !this.#known.objects.has(file.n);
		if (open && (file.state === "expected" || file.state === "retrying")) this.#waiting.add(file.n);
		else this.#waiting.delete(file.n);
		if (open && file.state === "uploading") this.#begun.add(file.n);
		else this.#begun.delete(file.n);
	}

	/** Forgets a file that was removed. */
	drop(n: number): void {
		this.#waiting.delete(n);
		this.#begun.delete(n);
	}

	/** Whether a file waits for its link to be fetched again, and not for a reader. */
	has(n: number): boolean {
		return this.#waiting.has(n);
	}

	/** The next link to fetch, besides those at which somebody is. */
	next(now: number, besides: { has(n: number): boolean }): FileRecord | undefined {
		for (const n of this.#waiting) {
			const file = this.#known.state.files.get(n);
			if (file && !besides.has(n) && (file.retryAt ?? 0) <= now) return file;
		}
		return undefined;
	}

	/** When the first of them may be fetched; milliseconds since 1970, 0 for at once. */
	nextAt(besides: { has(n: number): boolean }): number | undefined {
		let first: number | undefined;
		for (const n of this.#waiting) {
			if (besides.has(n)) continue;
			const at = this.#known.state.files.get(n)?.retryAt ?? 0;
			if (at === 0) return 0;
			if (first === undefined || at < first) first = at;
		}
		return first;
	}

	/** Links of which it was said that they are being fetched: after a restart, by somebody who is gone. */
	begun(): FileRecord[] {
		return [...this.#begun].flatMap((n) => this.#known.state.files.get(n) ?? []);
	}
}
