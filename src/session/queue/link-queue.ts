import type { FileRecord } from "../../protocol/files/file-record.ts";

/** The part of the model that the queue reads. */
interface LinkQueueSource {
	readonly state: { readonly files: ReadonlyMap<number, FileRecord> };
	readonly objects: { has(n: number): boolean };
}

/** Links whose bytes are still to be fetched, in the order in which they were announced. Derived from the records with each change. */
export class LinkQueue {
	readonly #source: LinkQueueSource;
	readonly #waiting = new Set<number>();
	readonly #inProgress = new Set<number>();

	constructor(source: LinkQueueSource) {
		this.#source = source;
		for (const file of source.state.files.values()) this.update(file);
	}

	update(file: FileRecord): void {
		const isOpen = file.host !== undefined && !this.#source.objects.has(file.n);
		if (isOpen && (file.state === "expected" || file.state === "retrying")) this.#waiting.add(file.n);
		else this.#waiting.delete(file.n);
		if (isOpen && file.state === "uploading") this.#inProgress.add(file.n);
		else this.#inProgress.delete(file.n);
	}

	remove(n: number): void {
		this.#waiting.delete(n);
		this.#inProgress.delete(n);
	}

	/** Whether a file waits for its link to be fetched, not to be read. */
	has(n: number): boolean {
		return this.#waiting.has(n);
	}

	/** The next link to fetch that is not in `running` already. */
	next(now: number, running: { has(n: number): boolean }): FileRecord | undefined {
		for (const n of this.#waiting) {
			const file = this.#source.state.files.get(n);
			if (file && !running.has(n) && (file.retryAt ?? 0) <= now) return file;
		}
		return undefined;
	}

	/** When the next of them may be fetched; milliseconds since 1970, 0 for at once. */
	nextAt(running: { has(n: number): boolean }): number | undefined {
		let first: number | undefined;
		for (const n of this.#waiting) {
			if (running.has(n)) continue;
			const at = this.#source.state.files.get(n)?.retryAt ?? 0;
			if (at === 0) return 0;
			if (first === undefined || at < first) first = at;
		}
		return first;
	}

	/** Links that are being fetched; after a restart, those that were. */
	inProgress(): FileRecord[] {
		return [...this.#inProgress].flatMap((n) => this.#source.state.files.get(n) ?? []);
	}
}
