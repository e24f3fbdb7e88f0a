import type { UploadProblem } from "./engine-deps.ts";
import type { WaitReason } from "./requests/suspension.ts";
import type { UploadSource } from "./upload-source.ts";

/** The speed is an average with this half-life, in milliseconds: what was stored that long ago counts half. */
const HALF_LIFE_MS = 3_000;

/** A shorter observation, in milliseconds, counts as this long: too short to measure a speed. */
const MIN_OBSERVED_MS = 250;

/** A longer time between two observations, in milliseconds, was a sleep, which says nothing about the speed. */
const MAX_GAP_MS = 15_000;

/** A file's state as far as its uploader knows. */
export type UploadState = "waiting" | "paused" | "stored" | "failed" | "cancelled" | "gone";

/** A file that is being sent. The object is updated in place, so it can be kept and read at any time. */
export interface UploadFile {
	readonly n: number;
	readonly batch: string;
	readonly source: UploadSource;
	readonly state: UploadState;
	/** Bytes that have left. */
	readonly sent: number;
	/** Bytes that the server has confirmed as stored. */
	readonly stored: number;
	/** Why it failed. */
	readonly problem?: UploadProblem;
}

/** The progress of everything that was added. */
export interface UploadProgress {
	readonly files: number;
	readonly bytes: number;
	/** Bytes that have left; those beyond `stored` may have to be sent again. */
	readonly sent: number;
	/** Bytes that the server has confirmed as stored. */
	readonly stored: number;
	readonly storedFiles: number;
	readonly failedFiles: number;
	/** Cancelled, or removed from the server meanwhile. */
	readonly removedFiles: number;
	/** Moving average of stored bytes. */
	readonly bytesPerSecond: number;
	/** Milliseconds until all is stored at this speed; `null` while nothing moves. */
	readonly msLeft: number | null;
	/** Why nothing is sent at the moment, and until when (milliseconds since 1970). */
	readonly waiting: { readonly why: WaitReason; readonly until: number } | null;
}

type Entry = { -readonly [Key in keyof UploadFile]: UploadFile[Key] };

interface Totals {
	files: number;
	bytes: number;
	sent: number;
	stored: number;
	storedFiles: number;
	failedFiles: number;
	removedFiles: number;
}

/** All files of one `Uploader`, with running totals: reading the progress costs the same for ten files and for ten thousand. */
export class UploadTracker {
	#files = new Map<number, Entry>();
	#totals: Totals = {
		files: 0,
		bytes: 0,
		sent: 0,
		stored: 0,
		storedFiles: 0,
		failedFiles: 0,
		removedFiles: 0,
	};
	#now: () => number;
	/** When `#recent` was last decayed; `undefined` before the first file. */
	#decayedAt: number | undefined;
	/** Milliseconds observed so far, without sleeps. */
	#observed = 0;
	/** Stored bytes, halved with every half-life that has passed since. */
	#recent = 0;
	waiting: UploadProgress["waiting"] = null;

	constructor(now: () => number) {
		this.#now = now;
	}

	get progress(): UploadProgress {
		this.#decay();
		const totals = this.#totals;
		const bytesPerSecond = this.#speed();
		const left = totals.bytes - totals.stored;
		const msLeft = left === 0 ? 0 : bytesPerSecond > 0 ? (left * 1000) / bytesPerSecond : null;
		return { ...totals, bytesPerSecond, msLeft, waiting: this.waiting };
	}

	/** Whether nothing is left to send. Paused files are left to send. */
	get isFinished(): boolean {
		const { files, storedFiles, failedFiles, removedFiles } = this.#totals;
		return storedFiles + failedFiles + removedFiles === files;
	}

	get(n: number): UploadFile | undefined {
		return this.#files.get(n);
	}

	all(): Iterable<UploadFile> {
		return this.#files.values();
	}

	/** Returns whether the file is new. */
	add(n: number, batch: string, source: UploadSource): boolean {
		if (this.#files.has(n)) return false;
		this.#files.set(n, { n, batch, source, state: "waiting", sent: 0, stored: 0 });
		this.#totals.files++;
		this.#totals.bytes += source.size;
		this.#decayedAt ??= this.#now();
		return true;
	}

	sent(n: number, bytes: number): void {
		const file = this.#files.get(n);
		if (file === undefined) return;
		const sent = Math.max(bytes, file.stored);
		this.#totals.sent += sent - file.sent;
		file.sent = sent;
	}

	confirmed(n: number, bytes: number): void {
		const file = this.#files.get(n);
		if (file === undefined) return;
		this.#decay();
		this.#totals.stored += bytes - file.stored;
		// Bytes that this run did not send were stored by an earlier one, and bytes that are discarded are no negative speed.
		this.#recent += Math.max(0, Math.min(bytes, file.sent) - file.stored);
		file.stored = bytes;
		this.sent(n, bytes);
	}

	/** Sets a file's state. The bytes of a file that will not be stored leave the totals. */
	setState(n: number, state: UploadState, problem?: UploadProblem): void {
		const file = this.#files.get(n);
		if (file === undefined || file.state === state) return;
		this.#count(file, -1);
		file.state = state;
		if (problem === undefined) delete file.problem;
		else file.problem = problem;
		this.#count(file, 1);
		if (state === "stored") this.confirmed(n, file.source.size);
		else if (state !== "paused") {
			this.confirmed(n, 0);
			this.sent(n, 0);
		}
	}

	#count({ state, source }: Entry, by: number): void {
		const totals = this.#totals;
		if (state === "stored") totals.storedFiles += by;
		if (state === "failed") totals.failedFiles += by;
		if (state === "cancelled" || state === "gone") totals.removedFiles += by;
		if (state === "failed" || state === "cancelled" || state === "gone") totals.bytes -= by * source.size;
	}

	/** Ages `#recent`. The files of a form are stored in one moment and together count for the time before it. */
	#decay(): void {
		const now = this.#now();
		const gap = now - (this.#decayedAt ?? now);
		this.#decayedAt = now;
		if (gap > MAX_GAP_MS) return;
		this.#recent *= 2 ** (-gap / HALF_LIFE_MS);
		this.#observed += gap;
	}

	/** Bytes a second: the decayed bytes over the decayed time in which they were stored. */
	#speed(): number {
		const observed = Math.max(this.#observed, MIN_OBSERVED_MS);
		const seconds = (HALF_LIFE_MS * (1 - 2 ** (-observed / HALF_LIFE_MS))) / Math.LN2 / 1000;
		return this.#recent / seconds;
	}
}
