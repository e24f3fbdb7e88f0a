import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";

/**
 * The files that wait, in the order of their tickets. Derived from the file records on every wake, then kept up with
 * each record that changes; a file that has left the state in which it came in is passed over when it is called.
 */
export class Queue {
	readonly #state: SessionState;
	readonly #hasBytes: (n: number) => boolean;
	/** Numbers of queued files by batch, in the order of their tickets (a batch's tickets only grow). */
	readonly #lines = new Map<number, number[]>();
	readonly #retrying = new Set<number>();
	readonly #uploading = new Set<number>();

	/** `hasBytes`: a link that is to be fetched again waits too, but not for a reader. */
	constructor(state: SessionState, hasBytes: (n: number) => boolean) {
		this.#state = state;
		this.#hasBytes = hasBytes;
		const files = [...state.files.values()].sort((a, b) => (a.ticket ?? 0) - (b.ticket ?? 0));
		for (const file of files) this.take(file);
	}

	/** Looks at a file whose record has changed. */
	take(file: FileRecord): void {
		if (file.state === "retrying" && this.#hasBytes(file.n)) this.#retrying.add(file.n);
		else this.#retrying.delete(file.n);
		if (file.state === "uploading") this.#uploading.add(file.n);
		else this.#uploading.delete(file.n);
		if (file.state !== "queued") return;
		const line = this.#lines.get(file.batch);
		if (line === undefined) this.#lines.set(file.batch, [file.n]);
		else if (line.at(-1) !== file.n) line.push(file.n);
	}

	/** Forgets a file that was removed. */
	drop(n: number): void {
		this.#retrying.delete(n);
		this.#uploading.delete(n);
	}

	/** The next file to read, without taking it out: a retry whose time has come, else the lowest ticket. */
	next(now: number): FileRecord | undefined {
		for (const n of this.#retrying) {
			const file = this.#state.files.get(n);
			if (file?.retryAt !== undefined && file.retryAt <= now) return file;
		}
		let first: FileRecord | undefined;
		for (const [batch, line] of this.#lines) {
			const file = this.#head(line);
			if (file === undefined) this.#lines.delete(batch);
			else if (first === undefined || (file.ticket ?? 0) < (first.ticket ?? 0)) first = file;
		}
		return first;
	}

	#head(line: number[]): FileRecord | undefined {
		while (line.length > 0) {
			const file = this.#state.files.get(line[0] ?? 0);
			if (file?.state === "queued") return file;
			line.shift();
		}
		return undefined;
	}

	/** When the first file in `retrying` may run. */
	retryAt(): number | undefined {
		let first: number | undefined;
		for (const n of this.#retrying) {
			const at = this.#state.files.get(n)?.retryAt;
			if (at !== undefined && (first === undefined || at < first)) first = at;
		}
		return first;
	}

	/** The uploads under way. */
	uploading(): FileRecord[] {
		return [...this.#uploading].flatMap((n) => this.#state.files.get(n) ?? []);
	}
}
