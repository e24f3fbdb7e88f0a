import { MAX_FORM_FILES, MIB } from "../../src/protocol/limits.ts";
import type { UploadSource } from "./upload-source.ts";

/** Files up to this many bytes travel many to a form; larger ones go alone. */
export const SMALL_FILE_BYTES = 4 * MIB;

/** Files up to this many bytes go in one raw request; what a broken line costs then is seconds. Larger ones are resumable. */
export const RAW_FILE_BYTES = 16 * MIB;

/** Files in one form: far below the server's bound, so that rows finish in a steady trickle and not in lumps. */
export const FORM_FILES = 20;

/** Of thousands of small files each form carries a hundredth: nobody sees single rows then, and each request costs. */
const FORM_SHARE = 1 / 100;

/** Bytes of all files in one form, for the same reason; one small file always fits. */
export const FORM_BYTES = 4 * MIB;

/** How much one request may carry. */
export interface ParcelBounds {
	readonly formFiles: number;
	/** The same while thousands wait: a hundredth of them, up to this. Without it `formFiles` holds for them too. */
	readonly formFilesOfMany?: number;
	readonly formBytes: number;
	/** Longer files go resumably. */
	readonly rawBytes: number;
}

/** What suits a page that shows every file. */
export const PAGE_BOUNDS: ParcelBounds = {
	formFiles: FORM_FILES,
	formFilesOfMany: MAX_FORM_FILES,
	formBytes: FORM_BYTES,
	rawBytes: RAW_FILE_BYTES,
};

/** While the bandwidth is limited, a form holds what so many seconds may carry. */
const LIMITED_SECONDS = 2;

/** The bounds at so many bytes a second; `null` for as many as go. Nothing goes raw then: resumable pieces are smaller. */
export function boundsAt(bounds: ParcelBounds, bytesPerSecond: number | null): ParcelBounds {
	if (bytesPerSecond === null) return bounds;
	return { ...bounds, formBytes: Math.min(bounds.formBytes, bytesPerSecond * LIMITED_SECONDS), rawBytes: 0 };
}

/** A file that is to be sent: one object from the first byte to the last, changed in place. */
export interface UploadJob {
	readonly n: number;
	readonly batch: string;
	readonly file: UploadSource;
	/** `over`: stored, failed or forgotten; nothing more is said of it. */
	state: "waiting" | "sending" | "resting" | "paused" | "over";
	/** Tries that failed for this file's own sake since it last made progress. */
	tries: number;
	/** A resumable upload of it was begun: the server is asked where it stands. */
	begun: boolean;
	/** The entry of the queue that counts; an older one, from before a pause, is passed over. 0: none. */
	entry: number;
	/** A request carries it, whatever its state says meanwhile. */
	flying: boolean;
	/** Breaks off the request that carries this file alone. */
	abort: (() => void) | undefined;
}

/** A file that waits for its first try. */
export function newJob(batch: string, n: number, file: UploadSource): UploadJob {
	return {
		n,
		batch,
		file,
		state: "waiting",
		tries: 0,
		begun: false,
		entry: 0,
		flying: false,
		abort: undefined,
	};
}

/** What one request carries: several small files of one batch, or one file alone. */
export interface Parcel {
	readonly batch: string;
	readonly way: "form" | "raw" | "resumable";
	readonly jobs: readonly UploadJob[];
}

interface Entry {
	readonly job: UploadJob;
	readonly id: number;
}

/** A line of entries. Shifting a 10,000-long array for each parcel would be quadratic, so its head moves instead. */
class Line {
	#entries: Entry[] = [];
	#head = 0;

	push(entry: Entry): void {
		this.#entries.push(entry);
	}

	/** The first entry that still counts. */
	first(): UploadJob | undefined {
		for (;;) {
			const entry = this.#entries[this.#head];
			if (entry === undefined) {
				this.#entries = [];
				this.#head = 0;
				return undefined;
			}
			if (entry.job.entry === entry.id) return entry.job;
			this.#head++;
		}
	}

	/** Passes over the first entry. */
	shift(): void {
		this.#head++;
	}
}

interface Lane {
	readonly batch: string;
	readonly small: Line;
	readonly large: Line;
}

function isSmall({ file }: UploadJob): boolean {
	return file.size <= SMALL_FILE_BYTES;
}

/**
 * Waiting files, in lanes by batch. Parcels are taken from the batches in turn, and small files are preferred when
 * enough large ones are already under way, so that one video never holds up four hundred photos.
 */
export class UploadQueue {
	#lanes = new Map<string, Lane>();
	#lastEntry = 0;
	#small = 0;
	#large = 0;

	/** Files that wait. */
	get size(): number {
		return this.#small + this.#large;
	}

	/** Whether a small file waits: then some of the requests are kept for small ones. */
	get hasSmall(): boolean {
		return this.#small > 0;
	}

	add(job: UploadJob): void {
		this.remove(job);
		let lane = this.#lanes.get(job.batch);
		if (lane === undefined) {
			lane = { batch: job.batch, small: new Line(), large: new Line() };
			this.#lanes.set(job.batch, lane);
		}
		job.entry = ++this.#lastEntry;
		job.state = "waiting";
		(isSmall(job) ? lane.small : lane.large).push({ job, id: job.entry });
		this.#count(job, 1);
	}

	/** Forgets a file that waits; one that does not is left alone. */
	remove(job: UploadJob): void {
		if (job.entry === 0) return;
		job.entry = 0;
		this.#count(job, -1);
	}

	/** Takes the next parcel; `undefined` when nothing may go. */
	take(mayTakeLarge: boolean, bounds: ParcelBounds = PAGE_BOUNDS): Parcel | undefined {
		for (const lane of [...this.#lanes.values()]) {
			const parcel = this.#takeFrom(lane, mayTakeLarge, bounds);
			this.#lanes.delete(lane.batch);
			// Behind the others: the next parcel is another batch's.
			if (lane.small.first() ?? lane.large.first()) this.#lanes.set(lane.batch, lane);
			if (parcel !== undefined) return parcel;
		}
		return undefined;
	}

	clear(): void {
		this.#lanes.clear();
		this.#small = 0;
		this.#large = 0;
	}

	#count(job: UploadJob, by: number): void {
		if (isSmall(job)) this.#small += by;
		else this.#large += by;
	}

	#takeFrom(lane: Lane, mayTakeLarge: boolean, bounds: ParcelBounds): Parcel | undefined {
		const { batch } = lane;
		const large = mayTakeLarge ? lane.large.first() : undefined;
		if (large !== undefined) {
			this.#hand(lane.large, large);
			return { batch, way: large.file.size <= bounds.rawBytes ? "raw" : "resumable", jobs: [large] };
		}
		const { formFiles, formFilesOfMany = formFiles } = bounds;
		const most = Math.max(formFiles, Math.min(formFilesOfMany, Math.floor(this.#small * FORM_SHARE)));
		const jobs: UploadJob[] = [];
		let bytes = 0;
		for (let next = lane.small.first(); next !== undefined; next = lane.small.first()) {
			// A file that failed before goes alone, so that it cannot spoil its neighbours' tries.
			const alone = next.tries > 0;
			if (jobs.length > 0 && (alone || bytes + next.file.size > bounds.formBytes)) break;
			this.#hand(lane.small, next);
			jobs.push(next);
			bytes += next.file.size;
			if (alone || jobs.length >= most) break;
		}
		return jobs.length === 0 ? undefined : { batch, way: "form", jobs };
	}

	#hand(line: Line, job: UploadJob): void {
		line.shift();
		this.remove(job);
		job.state = "sending";
	}
}
