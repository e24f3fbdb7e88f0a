import type { WaitReason } from "./requests/hold.ts";
import type { UploadSource } from "./upload-source.ts";

/** Half of the speed that is told comes from the last so many milliseconds. */
const HALF_LIFE_MS = 3_000;

/** What was watched for less than this, in milliseconds, counts as this long: too short to tell a rate. */
const LEAST_WATCHED_MS = 250;

/** Nobody looked for longer than this, in milliseconds: it was a sleep, which says nothing of the speed. */
const LONGEST_LOOK_MS = 15_000;

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
	/** When the decay below was brought up to date; `undefined` before the first file. */
	#looked: number | undefined;
	/** Milliseconds that were watched. */
	#watched = 0;
	/** Stored bytes, each halved with every half-life that has passed since. */
	#recent = 0;
	waiting: UploadProgress["waiting"] = null;

	constructor(now: () => number) {
		this.#now = now;
	}

	get progress(): UploadProgress {
		this.#look();
		const sums = this.#sums;
		const bytesPerSecond = this.#speed();
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
		this.#looked ??= this.#now();
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
		this.#look();
		this.#sums.stored += bytes - file.stored;
		// What never left from here an earlier run has stored; what is given up is no negative speed.
		this.#recent += Math.max(0, Math.min(bytes, file.sent) - file.stored);
		file.stored = bytes;
		this.sent(n, bytes);
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

	/** Lets what was stored grow old. A form's files, stored at one moment, count all together for the time before it. */
	#look(): void {
		const now = this.#now();
		const span = now - (this.#looked ?? now);
		this.#looked = now;
		if (span > LONGEST_LOOK_MS) return;
		this.#recent *= 2 ** (-span / HALF_LIFE_MS);
		this.#watched += span;
	}

	/** Bytes a second: what is recent, by the time that it stands for. */
	#speed(): number {
		const watched = Math.max(this.#watched, LEAST_WATCHED_MS);
		const seconds = (HALF_LIFE_MS * (1 - 2 ** (-watched / HALF_LIFE_MS))) / Math.LN2 / 1000;
		return this.#recent / seconds;
	}
}
