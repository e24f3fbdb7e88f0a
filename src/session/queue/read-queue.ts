import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import { type DueTime, DueTimes } from "../state/due-times.ts";

/**
 * Files that wait to be read, in the order of their tickets. Derived from the records with each change; a file that has left
 * the state `queued` meanwhile is skipped when its turn comes.
 */
export class ReadQueue {
	readonly #state: SessionState;
	readonly #hasBytes: (n: number) => boolean;
	/** Numbers of queued files by batch, in the order of their tickets: within a batch tickets only grow. */
	readonly #batches = new Map<number, number[]>();
	/** When each file in `retrying` that has its bytes is due. */
	readonly #retries = new DueTimes();
	/** When each file in `uploading` last changed. */
	readonly #uploading = new DueTimes();

	/** `hasBytes` tells a file that retries reading from a link that retries fetching. */
	constructor(state: SessionState, hasBytes: (n: number) => boolean) {
		this.#state = state;
		this.#hasBytes = hasBytes;
		const files = [...state.files.values()].sort((a, b) => (a.ticket ?? 0) - (b.ticket ?? 0));
		for (const file of files) this.update(file);
	}

	update(file: FileRecord): void {
		const { n, state, retryAt } = file;
		if (state === "retrying" && retryAt !== undefined && this.#hasBytes(n)) this.#retries.set(n, retryAt);
		else this.#retries.delete(n);
		if (state === "uploading") this.#uploading.set(n, file.at);
		else this.#uploading.delete(n);
		if (file.state !== "queued") return;
		const waiting = this.#batches.get(file.batch);
		if (waiting === undefined) this.#batches.set(file.batch, [file.n]);
		else if (waiting.at(-1) !== file.n) waiting.push(file.n);
	}

	remove(n: number): void {
		this.#retries.delete(n);
		this.#uploading.delete(n);
	}

	/** The next file to read, which stays in the queue: a retry that is due, else the lowest ticket. */
	next(now: number): FileRecord | undefined {
		const retry = this.#retries.first();
		if (retry && retry.at <= now) return this.#state.files.get(retry.n);
		let first: FileRecord | undefined;
		for (const [batch, waiting] of this.#batches) {
			const file = this.#firstOf(waiting);
			if (file === undefined) this.#batches.delete(batch);
			else if (first === undefined || (file.ticket ?? 0) < (first.ticket ?? 0)) first = file;
		}
		return first;
	}

	#firstOf(waiting: number[]): FileRecord | undefined {
		while (waiting.length > 0) {
			const file = this.#state.files.get(waiting[0] ?? 0);
			if (file?.state === "queued") return file;
			waiting.shift();
		}
		return undefined;
	}

	/** When the first file in `retrying` is due. */
	retryAt(): number | undefined {
		return this.#retries.first()?.at;
	}

	/** Files whose bytes are being sent, by when they last changed, the least recently changed first. */
	uploading(): Iterable<DueTime> {
		return this.#uploading;
	}
}
