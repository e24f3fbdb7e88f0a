import { backoffWindow } from "../../protocol/backoff-window.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import { EXTRACTOR_RETRY_FIRST_MS, EXTRACTOR_RETRY_LONGEST_MS, SMALL_FILE_BYTES } from "../limits.ts";
import { type DueTime, DueTimes } from "../state/due-times.ts";
import { INTERRUPTED } from "./interrupted.ts";

/**
 * Where a file waits: `new` until its first bytes have shown whether it is a photo, which the session reads itself; all others wait for an
 * extractor, `small` ones many to a call, `large` ones each with a call of its own.
 */
export type Lane = "new" | "small" | "large";

const LANES: readonly Lane[] = ["new", "small", "large"];

/**
 * Files that wait to be read, in the order of their tickets: a file whose reading has begun has an older ticket than any that
 * has not. Derived from the records with each change.
 */
export class ReadQueue {
	readonly #state: SessionState;
	readonly #hasBytes: (n: number) => boolean;
	/** Tickets of waiting files, in order. */
	readonly #lanes: Readonly<Record<Lane, DueTimes>> = {
		new: new DueTimes(),
		small: new DueTimes(),
		large: new DueTimes(),
	};
	/** When each file in `retrying` that has its bytes is due. */
	readonly #retries = new DueTimes();
	/** When each file in `uploading` last changed. */
	readonly #uploading = new DueTimes();
	/** Files that a slice has taken: they still wait in the eyes of everybody else, but are not handed out again. */
	readonly #taken = new Set<number>();
	/** Files whose first bytes were looked at, and are not those of a photo. */
	readonly #forExtractor = new Set<number>();
	/** How often in a row no extractor answered, and until when files for it wait. */
	#silences = 0;
	#extractorAt = 0;
	#arrival = Promise.withResolvers<void>();

	/** `hasBytes` tells a file that retries reading from a link that retries fetching. */
	constructor(state: SessionState, hasBytes: (n: number) => boolean) {
		this.#state = state;
		this.#hasBytes = hasBytes;
		for (const file of state.files.values()) this.update(file);
	}

	update(file: FileRecord): void {
		const { n, state, retryAt } = file;
		this.#removeFromLanes(n);
		const isRetrying = state === "retrying" && retryAt !== undefined && this.#hasBytes(n);
		if (isRetrying) this.#retries.set(n, retryAt);
		if (state === "uploading") this.#uploading.set(n, file.at);
		else this.#uploading.delete(n);
		if (state === "queued") this.#insert(file);
		else if (!isRetrying) this.#taken.delete(n);
	}

	remove(n: number): void {
		this.#removeFromLanes(n);
		this.#uploading.delete(n);
		this.#taken.delete(n);
		this.#forExtractor.delete(n);
	}

	#removeFromLanes(n: number): void {
		this.#retries.delete(n);
		for (const lane of LANES) this.#lanes[lane].delete(n);
	}

	#insert(file: FileRecord): void {
		if (this.#taken.has(file.n)) return;
		this.#lanes[this.#laneOf(file)].set(file.n, file.ticket ?? 0);
		this.#arrival.resolve();
		this.#arrival = Promise.withResolvers();
	}

	#laneOf({ n, kind, size, problem }: FileRecord): Lane {
		// Images of formats that the session does not read itself are looked at again: only a document or a recording is known by its kind.
		const isPhoto = kind === undefined || kind === "image";
		if (isPhoto && !this.#forExtractor.has(n)) return "new";
		return size <= SMALL_FILE_BYTES && problem?.code !== INTERRUPTED ? "small" : "large";
	}

	/** The first file of a lane, which stays there; `undefined` when none may be read now. */
	next(lane: Lane, now: number): FileRecord | undefined {
		if (lane !== "new" && now < this.#extractorAt) return undefined;
		for (let due = this.#retries.first(); due && due.at <= now; due = this.#retries.first()) {
			this.#retries.delete(due.n);
			const file = this.#state.files.get(due.n);
			if (file) this.#insert(file);
		}
		const first = this.#lanes[lane].first();
		return first && this.#state.files.get(first.n);
	}

	/** Takes a file out of its lane until it is put back, or its state has changed. */
	take(n: number): void {
		this.#removeFromLanes(n);
		this.#taken.add(n);
	}

	/** Whether a taken file has been waiting ever since. */
	isTaken(n: number): boolean {
		return this.#taken.has(n);
	}

	/** Puts a taken file back, if it still waits. */
	putBack(n: number): void {
		if (!this.#taken.delete(n)) return;
		const file = this.#state.files.get(n);
		if (file) this.update(file);
	}

	/** Puts back a file that turned out to be none that the session reads itself. */
	sendToExtractor(n: number): void {
		this.#forExtractor.add(n);
		this.putBack(n);
	}

	/** No extractor answers: files for it wait a while, longer each time. `random` is 0–1. */
	onExtractorSilent(now: number, random: number): void {
		this.#silences += 1;
		const window = backoffWindow(this.#silences, EXTRACTOR_RETRY_FIRST_MS, EXTRACTOR_RETRY_LONGEST_MS);
		this.#extractorAt = now + Math.round(window / 2 + (window / 2) * random);
	}

	onExtractorAnswered(): void {
		this.#silences = 0;
		this.#extractorAt = 0;
	}

	/** Whether files wait because no extractor answered. */
	get isExtractorSilent(): boolean {
		return this.#silences > 0;
	}

	/** When a file may be read next: `now`, a later time, or never (`undefined`). */
	wakeAt(now: number): number | undefined {
		if (LANES.some((lane) => this.next(lane, now) !== undefined)) return now;
		const isHeld = this.#lanes.small.first() !== undefined || this.#lanes.large.first() !== undefined;
		const retryAt = this.#retries.first()?.at;
		if (!isHeld) return retryAt;
		return retryAt === undefined ? this.#extractorAt : Math.min(retryAt, this.#extractorAt);
	}

	/** Resolves when the next file is added to a lane. */
	arrival(): Promise<void> {
		return this.#arrival.promise;
	}

	/** Files whose bytes are being sent, by when they last changed, the least recently changed first. */
	uploading(): Iterable<DueTime> {
		return this.#uploading;
	}
}
