import { MIB } from "../../src/protocol/limits.ts";

/** Files up to this many bytes travel many to a form; larger ones go alone, raw. */
export const SMALL_FILE_BYTES = 4 * MIB;

/** Files in one form: far below the server's bound, so that rows finish in a steady trickle and not in lumps. */
export const FORM_FILES = 20;

/** Bytes of all files in one form, for the same reason; one small file always fits. */
export const FORM_BYTES = 4 * MIB;

/** A file that waits to be sent. */
export interface QueuedFile {
	readonly n: number;
	readonly file: File;
	/** Tries that failed for this file's own sake. */
	readonly tries: number;
}

/** What one request carries: several small files of one batch, or one file alone. */
export interface Parcel {
	readonly batch: string;
	readonly way: "form" | "raw";
	readonly files: readonly QueuedFile[];
}

interface Lane {
	readonly batch: string;
	readonly small: QueuedFile[];
	readonly large: QueuedFile[];
	/** Where each lane's queue begins: shifting a 10,000-long array for each parcel would be quadratic. */
	smallHead: number;
	largeHead: number;
}

/**
 * Waiting files, in lanes by batch. Parcels are taken from the batches in turn, and small files are preferred when
 * enough large ones are already under way, so that one video never holds up four hundred photos.
 */
export class UploadQueue {
	#lanes = new Map<string, Lane>();
	#size = 0;

	get size(): number {
		return this.#size;
	}

	add(batch: string, files: readonly QueuedFile[]): void {
		let lane = this.#lanes.get(batch);
		if (lane === undefined) {
			lane = { batch, small: [], large: [], smallHead: 0, largeHead: 0 };
			this.#lanes.set(batch, lane);
		}
		for (const file of files) (file.file.size <= SMALL_FILE_BYTES ? lane.small : lane.large).push(file);
		this.#size += files.length;
	}

	/** Takes the next parcel; `undefined` when nothing may go. */
	take(mayTakeLarge: boolean): Parcel | undefined {
		for (const lane of this.#lanes.values()) {
			const parcel = this.#takeFrom(lane, mayTakeLarge);
			if (parcel === undefined) continue;
			// Behind the others: the next parcel is another batch's.
			this.#lanes.delete(lane.batch);
			if (lane.smallHead < lane.small.length || lane.largeHead < lane.large.length)
				this.#lanes.set(lane.batch, lane);
			this.#size -= parcel.files.length;
			return parcel;
		}
		return undefined;
	}

	/** Whether a small file waits: then some of the requests are kept for small ones. */
	hasSmall(): boolean {
		for (const lane of this.#lanes.values()) if (lane.smallHead < lane.small.length) return true;
		return false;
	}

	clear(): void {
		this.#lanes.clear();
		this.#size = 0;
	}

	#takeFrom(lane: Lane, mayTakeLarge: boolean): Parcel | undefined {
		const large = lane.large[lane.largeHead];
		if (large !== undefined && mayTakeLarge) {
			lane.largeHead++;
			return { batch: lane.batch, way: "raw", files: [large] };
		}
		const files: QueuedFile[] = [];
		let bytes = 0;
		for (; lane.smallHead < lane.small.length && files.length < FORM_FILES; lane.smallHead++) {
			const next = lane.small[lane.smallHead];
			if (next === undefined || (files.length > 0 && bytes + next.file.size > FORM_BYTES)) break;
			// A file that failed before goes alone, so that it cannot spoil its neighbours' tries.
			if (next.tries > 0 && files.length > 0) break;
			files.push(next);
			bytes += next.file.size;
			if (next.tries > 0) {
				lane.smallHead++;
				break;
			}
		}
		return files.length === 0 ? undefined : { batch: lane.batch, way: "form", files };
	}
}
