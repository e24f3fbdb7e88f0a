import { MAX_FORM_FILES, MIB } from "../../src/protocol/limits.ts";
import type { UploadSource } from "./upload-source.ts";

/** Files up to this many bytes share a form; larger ones are sent alone. */
export const SMALL_FILE_BYTES = 4 * MIB;

/** Files up to this many bytes are sent in one raw request: if it breaks, seconds are lost. Larger ones are sent resumably. */
export const RAW_FILE_BYTES = 16 * MIB;

/** Files in one form: far below the server's bound, so that files finish in a steady trickle and not in bursts. */
export const FORM_FILES = 20;

/** While thousands wait, each form carries a hundredth of them: nobody watches single files then, and every request costs. */
const BULK_FORM_SHARE = 1 / 100;

/** Bytes in one form, for the same reason as `FORM_FILES`; one small file always fits. */
export const FORM_BYTES = 4 * MIB;

/** How much one request may carry. */
export interface RequestBounds {
	readonly formFiles: number;
	/** While thousands of small files wait, a form carries a hundredth of them, up to this many. By default `formFiles`. */
	readonly bulkFormFiles?: number;
	readonly formBytes: number;
	/** Larger files are sent resumably. */
	readonly rawBytes: number;
}

/** Bounds for a page that shows every file. */
export const DEFAULT_BOUNDS: RequestBounds = {
	formFiles: FORM_FILES,
	bulkFormFiles: MAX_FORM_FILES,
	formBytes: FORM_BYTES,
	rawBytes: RAW_FILE_BYTES,
};

/** While the bandwidth is limited, a form holds what this many seconds may carry. */
const LIMITED_SECONDS = 2;

/** The bounds at a limit in bytes a second (`null`: unlimited). No file is sent raw at a limit: resumable pieces are smaller. */
export function boundsAt(bounds: RequestBounds, bytesPerSecond: number | null): RequestBounds {
	if (bytesPerSecond === null) return bounds;
	return { ...bounds, formBytes: Math.min(bounds.formBytes, bytesPerSecond * LIMITED_SECONDS), rawBytes: 0 };
}

/** A file to send: one object from its first byte to its last, changed in place. */
export interface UploadJob {
	readonly n: number;
	readonly batch: string;
	readonly file: UploadSource;
	/** `done`: stored, failed or forgotten; nothing more is reported about it. */
	state: "waiting" | "sending" | "backing-off" | "paused" | "done";
	/** Tries that failed because of this file since it last made progress. */
	tries: number;
	/** A resumable upload was created for it, so the server is asked for its offset. */
	created: boolean;
	/** The id of its valid queue entry; entries from before a pause are skipped. 0: none. */
	entry: number;
	/** A request is carrying it, whatever its state is meanwhile. */
	inFlight: boolean;
	/** Aborts the request that carries this file alone. */
	abort: (() => void) | undefined;
}

/** A file that waits for its first try. */
export function createJob(batch: string, n: number, file: UploadSource): UploadJob {
	return {
		n,
		batch,
		file,
		state: "waiting",
		tries: 0,
		created: false,
		entry: 0,
		inFlight: false,
		abort: undefined,
	};
}

/** What one request carries: several small files of one batch, or one file alone. */
export interface RequestPlan {
	readonly batch: string;
	readonly mode: "form" | "raw" | "resumable";
	readonly jobs: readonly UploadJob[];
}

interface Entry {
	readonly job: UploadJob;
	readonly id: number;
}

/** A first-in, first-out queue. Its head moves, because shifting a 10,000-long array for each request would be quadratic. */
class Fifo {
	#entries: Entry[] = [];
	#head = 0;

	push(entry: Entry): void {
		this.#entries.push(entry);
	}

	/** The first valid entry's job. */
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

	/** Removes the first entry. */
	shift(): void {
		this.#head++;
	}
}

interface Lane {
	readonly batch: string;
	readonly small: Fifo;
	readonly large: Fifo;
}

function isSmall({ file }: UploadJob): boolean {
	return file.size <= SMALL_FILE_BYTES;
}

/**
 * Waiting files, in one lane per batch. Batches take turns, and small files go first when enough large ones are already in
 * flight, so that one video never holds up four hundred photos.
 */
export class UploadQueue {
	#lanes = new Map<string, Lane>();
	#lastEntry = 0;
	#small = 0;
	#large = 0;

	/** The number of waiting files. */
	get size(): number {
		return this.#small + this.#large;
	}

	/** Whether a small file waits: some requests are then reserved for small files. */
	get hasSmall(): boolean {
		return this.#small > 0;
	}

	add(job: UploadJob): void {
		this.remove(job);
		let lane = this.#lanes.get(job.batch);
		if (lane === undefined) {
			lane = { batch: job.batch, small: new Fifo(), large: new Fifo() };
			this.#lanes.set(job.batch, lane);
		}
		job.entry = ++this.#lastEntry;
		job.state = "waiting";
		(isSmall(job) ? lane.small : lane.large).push({ job, id: job.entry });
		this.#count(job, 1);
	}

	/** Removes a waiting file. Does nothing if the file does not wait. */
	remove(job: UploadJob): void {
		if (job.entry === 0) return;
		job.entry = 0;
		this.#count(job, -1);
	}

	/** Takes what the next request carries; `undefined` if nothing may be sent. */
	take(mayTakeLarge: boolean, bounds: RequestBounds = DEFAULT_BOUNDS): RequestPlan | undefined {
		for (const lane of [...this.#lanes.values()]) {
			const plan = this.#takeFrom(lane, mayTakeLarge, bounds);
			this.#lanes.delete(lane.batch);
			// Moved behind the others: the next request is another batch's.
			if (lane.small.first() ?? lane.large.first()) this.#lanes.set(lane.batch, lane);
			if (plan !== undefined) return plan;
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

	#takeFrom(lane: Lane, mayTakeLarge: boolean, bounds: RequestBounds): RequestPlan | undefined {
		const { batch } = lane;
		const large = mayTakeLarge ? lane.large.first() : undefined;
		if (large !== undefined) {
			this.#dequeue(lane.large, large);
			return { batch, mode: large.file.size <= bounds.rawBytes ? "raw" : "resumable", jobs: [large] };
		}
		const { formFiles, bulkFormFiles = formFiles } = bounds;
		const most = Math.max(formFiles, Math.min(bulkFormFiles, Math.floor(this.#small * BULK_FORM_SHARE)));
		const jobs: UploadJob[] = [];
		let bytes = 0;
		for (let next = lane.small.first(); next !== undefined; next = lane.small.first()) {
			// A file that failed before is sent alone, so that it cannot fail the others' requests.
			const alone = next.tries > 0;
			if (jobs.length > 0 && (alone || bytes + next.file.size > bounds.formBytes)) break;
			this.#dequeue(lane.small, next);
			jobs.push(next);
			bytes += next.file.size;
			if (alone || jobs.length >= most) break;
		}
		return jobs.length === 0 ? undefined : { batch, mode: "form", jobs };
	}

	#dequeue(fifo: Fifo, job: UploadJob): void {
		fifo.shift();
		this.remove(job);
		job.state = "sending";
	}
}
