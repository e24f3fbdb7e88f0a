import type { WaitReason } from "./hold.ts";
import type { UploadSource } from "./upload-source.ts";

/** Half of the speed that is told comes from the last so many milliseconds. */
const HALF_LIFE_MS = 3_000;

/** Samples closer together than this, in milliseconds, are too short to tell a rate; a longer gap was a sleep. */
const SHORTEST_SAMPLE_MS = 250;
const LONGEST_SAMPLE_MS = 15_000;

/** What has become of a file, as far as its sender knows. */
export type UploadState = "waiting" | "paused" | "stored" | "failed" | "cancelled" | "gone";

/** A file that is being sent. Changed in place; read it whenever you like. */
export interface UploadFile {
	readonly n: number;
	readonly batch: string;
	readonly source: UploadSource;
	readonly state: UploadState;
	/** Bytes that have left. */
	readonly sent: number;
	/** Bytes that the server has said are stored. */
	readonly stored: number;
	/** Why it failed. */
	readonly problem?: { readonly code: string; readonly detail: string };
}

/** How far it all is. */
export interface UploadProgress {
	readonly files: number;
	readonly bytes: number;
	/** Bytes that have left; those behind `stored` may yet have to leave again. */
	readonly sent: number;
	/** Bytes that the server has said are stored. */
	readonly stored: number;
	readonly storedFiles: number;
	readonly failedFiles: number;
	/** Cancelled, or removed from the server meanwhile. */
	readonly droppedFiles: number;
	/** Of stored bytes, a moving average. */
	readonly bytesPerSecond: number;
	/** Milliseconds until all is stored, if it goes on like this; `null` while nothing moves. */
	readonly msLeft: number | null;
	/** Why nothing is sent for the moment, and until when (milliseconds since 1970). */
	readonly waiting: { readonly why: WaitReason; readonly until: number } | null;
}

type Entry = { -readonly [Key in keyof UploadFile]: UploadFile[Key] };

interface Sums {
	files: number;
	bytes: number;
	sent: number;
	stored: number;
	storedFiles: number;
	failedFiles: number;
	droppedFiles: number;
}

/** Every file of one `Uploader` in one map, and running totals beside it: asking for them costs the same for ten and for ten thousand. */
export class UploadBook {
	#files = new Map<number, Entry>();
	#sums: Sums = { files: 0, bytes: 0, sent: 0, stored: 0, storedFiles: 0, failedFiles: 0, droppedFiles: 0 };
	#now: () => number;
	#sampled: { readonly at: number; readonly stored: number } | undefined;
	#rate = 0;
	#weight = 0;
	waiting: UploadProgress["waiting"] = null;

	constructor(now: () => number) {
		this.#now = now;
	}

	get progress(): UploadProgress {
		// A form's files are stored at one moment: only a look some time after it sees how long they took.
		this.#sample();
		const sums = this.#sums;
		const bytesPerSecond = this.#weight === 0 ? 0 : this.#rate / this.#weight;
		const left = sums.bytes - sums.stored;
		const msLeft = left === 0 ? 0 : bytesPerSecond > 0 ? (left * 1000) / bytesPerSecond : null;
		return { ...sums, bytesPerSecond, msLeft, waiting: this.waiting };
	}

	/** Whether nothing more is to be sent; what is paused is. */
	get isFinished(): boolean {
		const { files, storedFiles, failedFiles, droppedFiles } = this.#sums;
		return storedFiles + failedFiles + droppedFiles === files;
	}

	get(n: number): UploadFile | undefined {
		return this.#files.get(n);
	}

	all(): Iterable<UploadFile> {
		return this.#files.values();
	}

	/** Answers whether it is new. */
	add(n: number, batch: string, source: UploadSource): boolean {
		if (this.#files.has(n)) return false;
		this.#files.set(n, { n, batch, source, state: "waiting", sent: 0, stored: 0 });
		this.#sums.files++;
		this.#sums.bytes += source.size;
		this.#sampled ??= { at: this.#now(), stored: this.#sums.stored };
		return true;
	}

	sent(n: number, bytes: number): void {
		const file = this.#files.get(n);
		if (file === undefined) return;
		const sent = Math.max(bytes, file.stored);
		this.#sums.sent += sent - file.sent;
		file.sent = sent;
	}

	kept(n: number, bytes: number): void {
		const file = this.#files.get(n);
		if (file === undefined) return;
		this.#sums.stored += bytes - file.stored;
		file.stored = bytes;
		this.sent(n, bytes);
		this.#sample();
	}

	/** Another state; the bytes of what will never be stored are no work any more. */
	became(n: number, state: UploadState, problem?: UploadFile["problem"]): void {
		const file = this.#files.get(n);
		if (file === undefined || file.state === state) return;
		this.#count(file, -1);
		file.state = state;
		if (problem === undefined) delete file.problem;
		else file.problem = problem;
		this.#count(file, 1);
		if (state === "stored") this.kept(n, file.source.size);
		else if (state !== "paused") {
			this.kept(n, 0);
			this.sent(n, 0);
		}
	}

	#count({ state, source }: Entry, by: number): void {
		const sums = this.#sums;
		if (state === "stored") sums.storedFiles += by;
		if (state === "failed") sums.failedFiles += by;
		if (state === "cancelled" || state === "gone") sums.droppedFiles += by;
		if (state === "failed" || state === "cancelled" || state === "gone") sums.bytes -= by * source.size;
	}

	#sample(): void {
		const now = this.#now();
		const last = this.#sampled;
		const { stored } = this.#sums;
		if (last === undefined || now - last.at > LONGEST_SAMPLE_MS) {
			this.#sampled = { at: now, stored };
			return;
		}
		const span = now - last.at;
		if (span < SHORTEST_SAMPLE_MS) return;
		const keep = 2 ** (-span / HALF_LIFE_MS);
		const rate = (Math.max(0, stored - last.stored) * 1000) / span;
		this.#rate = this.#rate * keep + rate * (1 - keep);
		this.#weight = this.#weight * keep + (1 - keep);
		this.#sampled = { at: now, stored };
	}
}
