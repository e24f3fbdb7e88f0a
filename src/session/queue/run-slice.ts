import type { FileRecord } from "../../protocol/files/file-record.ts";
import {
	CALL_BYTES,
	CALL_FILES,
	PARALLEL_FILES,
	PARALLEL_LARGE_CALLS,
	SHORTEST_TURN_MS,
	SLICE_MS,
	SLICE_OVERTIME_MS,
	SLICE_REQUESTS,
} from "../limits.ts";
import { ExtractorCall } from "./extractor-call.ts";
import { INTERRUPTED } from "./interrupted.ts";
import type { ReadOutcome } from "./read-outcome.ts";
import type { ReadQueue } from "./read-queue.ts";
import { type Reader, Readings, type ReadingsDeps } from "./readings.ts";

/** What a file's first bytes show. */
export interface FirstLook {
	/** The session reads the file itself. */
	readonly isPhoto: boolean;
	readonly head: Uint8Array;
	readonly requests: number;
}

/** Everything a slice depends on; tests pass fakes. */
export interface SliceDeps extends ReadingsDeps {
	readonly queue: ReadQueue;
	settled(): Promise<void>;
	/** Calls back once after so many milliseconds, unless the returned function is called before. */
	setTimer(milliseconds: number, call: () => void): () => void;
	/** Looks at the first bytes of a file. Throws when storage failed. */
	look(file: FileRecord): Promise<FirstLook>;
	/** Reads a photo. What it finds is saved only while `isWanted`. Throws when storage failed. */
	readPhoto(file: FileRecord, look: FirstLook, isWanted: () => boolean): Promise<ReadOutcome>;
	/** Calls an extractor. Throws when it did not answer, or died. */
	callExtractor(call: ExtractorCall): Promise<void>;
}

/**
 * Reads files until none waits or the slice is used up: bounded in time and in storage requests, so that one alarm never does
 * too much. Photos are read here; everything else goes to extractors, small files many to a call. An attempt is counted, and
 * written, before it begins, so a file that kills what reads it has used one up. A file that was being read when an isolate
 * died is read alone the next time, so that it cannot take sound ones with it again.
 */
export async function runSlice(deps: SliceDeps): Promise<void> {
	await new Slice(deps).run();
}

class Slice {
	readonly #deps: SliceDeps;
	readonly #deadline: number;
	readonly #readings: Readings;
	readonly #running = new Set<Promise<void>>();
	#photos = 0;
	#smallCalls = 0;
	#largeCalls = 0;
	#requests = 0;
	/** A photo is read alone. */
	#alone = false;

	constructor(deps: SliceDeps) {
		this.#deps = deps;
		this.#deadline = deps.now() + SLICE_MS;
		this.#readings = new Readings(deps);
	}

	async run(): Promise<void> {
		while (true) {
			const arrival = this.#deps.queue.arrival();
			while (this.#startPhoto() || this.#startLarge() || this.#startSmall());
			if (this.#running.size === 0) return;
			await this.#waitForChange(arrival);
		}
	}

	/** Waits until something ends, arrives, or is due: a retry, or an extractor that did not answer. */
	async #waitForChange(arrival: Promise<void>): Promise<void> {
		const { queue, now, setTimer } = this.#deps;
		const due = Promise.withResolvers<void>();
		const wakeAt = queue.wakeAt(now());
		const wait = wakeAt === undefined ? 0 : wakeAt - now();
		const cancel = wait > 0 ? setTimer(wait, () => due.resolve()) : undefined;
		await Promise.race([...this.#running, arrival, due.promise]);
		cancel?.();
	}

	#isOver(): boolean {
		return this.#requests >= SLICE_REQUESTS || this.#deps.now() >= this.#deadline;
	}

	/** Whether short work may begin: also in overtime, while a call that should have ended is still waited for. */
	#hasTime(): boolean {
		if (this.#requests >= SLICE_REQUESTS) return false;
		const late = this.#deps.now() - this.#deadline;
		return late < 0 || (this.#largeCalls + this.#smallCalls > 0 && late < SLICE_OVERTIME_MS);
	}

	#start(work: Promise<void>, ended: () => void): true {
		const running = work.finally(() => {
			this.#running.delete(running);
			ended();
		});
		this.#running.add(running);
		return true;
	}

	#startPhoto(): boolean {
		const { queue, now } = this.#deps;
		if (this.#alone || this.#photos >= PARALLEL_FILES || !this.#hasTime()) return false;
		const file = queue.next("new", now());
		if (file === undefined) return false;
		const isSuspect = file.problem?.code === INTERRUPTED;
		if (isSuspect && this.#photos > 0) return false;
		queue.take(file.n);
		this.#alone = isSuspect;
		this.#photos += 1;
		return this.#start(this.#readNew(file), () => {
			this.#photos -= 1;
			if (isSuspect) this.#alone = false;
		});
	}

	#startLarge(): boolean {
		const { queue, now } = this.#deps;
		if (this.#largeCalls >= PARALLEL_LARGE_CALLS || this.#isOver()) return false;
		const file = queue.next("large", now());
		if (file === undefined) return false;
		queue.take(file.n);
		this.#largeCalls += 1;
		return this.#start(this.#call([file], file.problem?.code === INTERRUPTED), () => {
			this.#largeCalls -= 1;
		});
	}

	/** One call of small files at a time: meanwhile others gather for the next one. */
	#startSmall(): boolean {
		const { queue, now } = this.#deps;
		if (this.#smallCalls > 0 || !this.#hasTime()) return false;
		const files: FileRecord[] = [];
		for (let bytes = 0; files.length < CALL_FILES && bytes < CALL_BYTES; ) {
			const file = queue.next("small", now());
			if (file === undefined) break;
			queue.take(file.n);
			files.push(file);
			bytes += file.size;
		}
		if (files.length === 0) return false;
		this.#smallCalls += 1;
		return this.#start(this.#call(files, false), () => {
			this.#smallCalls -= 1;
		});
	}

	async #readNew(file: FileRecord): Promise<void> {
		const { queue, settled, look, readPhoto } = this.#deps;
		const readings = this.#readings;
		const reader: Reader = {};
		let outcome: ReadOutcome;
		try {
			const seen = await look(file);
			this.#requests += seen.requests;
			// Cancelled meanwhile, and perhaps sent again: these were the first bytes of something else.
			if (!queue.isTaken(file.n)) return;
			if (!seen.isPhoto) return queue.sendToExtractor(file.n);
			if (!readings.begin(file.n, reader)) return queue.putBack(file.n);
			await settled();
			outcome = await readPhoto(file, seen, () => readings.isReading(file.n, reader));
		} catch {
			if (!readings.isReading(file.n, reader) && queue.isTaken(file.n)) readings.begin(file.n, reader);
			outcome = { ok: "storage-silent", requests: 1 };
		}
		this.#requests += outcome.requests;
		readings.end(file, reader, outcome);
	}

	async #call(files: readonly FileRecord[], alone: boolean): Promise<void> {
		const { queue, now, random, callExtractor, execute, settled } = this.#deps;
		const terms = {
			alone,
			until: Math.max(this.#deadline, now() + SHORTEST_TURN_MS),
			shouldStop: () => this.#isOver() && queue.wakeAt(now()) === now(),
			settled,
			onRequests: (count: number) => {
				this.#requests += count;
			},
		};
		const call = new ExtractorCall(files, terms, this.#readings);
		this.#requests += 1;
		try {
			await callExtractor(call);
		} catch {
			// What it was reading is what has not ended.
		}
		call.close();
		if (call.hasBegun) queue.onExtractorAnswered();
		else {
			queue.onExtractorSilent(now(), random());
			for (const { n } of files) execute({ type: "hold", file: n });
		}
		for (const { n } of files) queue.putBack(n);
	}
}
