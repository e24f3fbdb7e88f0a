import { backoff } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import type { Failure } from "./failure.ts";
import type { SendBody } from "./send-body.ts";
import { type ParcelOutcome, sendParcel } from "./send-parcel.ts";
import { type Parcel, type QueuedFile, UploadQueue } from "./upload-queue.ts";

/**
 * Requests at once. A browser opens six connections to an HTTP/1.1 origin; one stays free for the poll and one for
 * whatever a person clicks.
 */
export const PARALLEL = 4;

/** Of these, so many may carry large files while small ones wait. */
const PARALLEL_LARGE = 2;

/** Tries for a file's own sake before it is said to have failed; a lost network never counts. */
export const MAX_TRIES = 6;

/** While the browser says that it is offline, the server is still tried this often, in milliseconds: it may be local. */
const OFFLINE_PROBE_MS = 15_000;

/** What the uploader needs of the world. */
export interface UploaderDeps {
	readonly send: SendBody;
	readonly clock: Clock;
	online(): boolean;
	/** Whether a file's bytes can still be read; asked only after a request failed. */
	isReadable(file: File): Promise<boolean>;
}

/** What the uploader tells. */
export interface UploaderEvents {
	sent(n: number, bytes: number): void;
	stored(n: number): void;
	failed(n: number, code: string, detail: string): void;
	/** The server asked to wait, until this time in milliseconds since 1970; `null` when it goes on. */
	slowedDown(until: number | null): void;
	/** A request got no answer although its files can be read: the way to the server may be gone. */
	unanswered(): void;
	sessionEnded(): void;
}

const VANISHED =
	"This file can no longer be read: it was moved, changed or deleted after you dropped it. Drop it again to send it.";

/** Sends waiting files, a few requests at a time, until none is left. It never gives up for want of a network. */
export class Uploader {
	#deps: UploaderDeps;
	#events: UploaderEvents;
	#queue = new UploadQueue();
	#running = 0;
	#runningLarge = 0;
	#resting = 0;
	#held = false;
	#cancelHold: () => void = () => {};
	#failures = 0;
	#dropped = new Set<number>();
	#generation = new AbortController();

	constructor(deps: UploaderDeps, events: UploaderEvents) {
		this.#deps = deps;
		this.#events = events;
	}

	/** Whether bytes are still unsent. */
	get busy(): boolean {
		return this.#running > 0 || this.#resting > 0 || this.#queue.size > 0;
	}

	add(batch: string, files: readonly { readonly n: number; readonly file: File }[]): void {
		for (const { n } of files) this.#dropped.delete(n);
		this.#queue.add(
			batch,
			files.map(({ n, file }) => ({ n, file, tries: 0 })),
		);
		this.#pump();
	}

	/** Forgets a waiting file that was removed or cancelled meanwhile. */
	drop(n: number): void {
		this.#dropped.add(n);
	}

	/** The network may be back, or a person is looking: try at once. */
	wake(): void {
		if (!this.#held) return;
		this.#failures = 0;
		this.#release();
	}

	/** Forgets everything; for a session that is gone. */
	clear(): void {
		this.#queue.clear();
		this.#generation.abort();
		this.#generation = new AbortController();
		if (this.#held) this.#release();
	}

	#pump(): void {
		while (!this.#held && this.#running < PARALLEL) {
			const parcel = this.#queue.take(this.#runningLarge < PARALLEL_LARGE || !this.#queue.hasSmall());
			if (parcel === undefined) return;
			const files = parcel.files.filter(({ n }) => !this.#dropped.has(n));
			if (files.length > 0) void this.#run({ ...parcel, files });
		}
	}

	async #run(parcel: Parcel): Promise<void> {
		const large = parcel.way === "raw" ? 1 : 0;
		const { signal } = this.#generation;
		this.#running++;
		this.#runningLarge += large;
		try {
			const answer = await sendParcel(this.#deps.send, parcel, this.#events.sent, signal);
			if (signal.aborted) return;
			if (answer.ok) {
				this.#failures = 0;
				for (const outcome of answer.value) this.#settle(parcel.batch, outcome);
			} else await this.#failed(parcel, answer.problem);
		} finally {
			this.#running--;
			this.#runningLarge -= large;
			this.#pump();
		}
	}

	#settle(batch: string, { queued, became, failure }: ParcelOutcome): void {
		if (became === "stored") this.#events.stored(queued.n);
		else if (became === "again") this.#again(batch, queued, failure);
		else if (failure?.kind === "refused")
			this.#events.failed(queued.n, failure.problem.code, failure.problem.detail);
	}

	/** Back into the queue after a failure of its own, unless it had its tries. */
	#again(batch: string, queued: QueuedFile, failure?: Failure): void {
		const tries = queued.tries + 1;
		this.#events.sent(queued.n, 0);
		if (tries >= MAX_TRIES) {
			const why = failure?.kind === "refused" ? failure.problem.detail : "The connection broke each time.";
			this.#events.failed(queued.n, "upload-failed", `Sending failed ${MAX_TRIES} times. ${why}`);
			return;
		}
		const { signal } = this.#generation;
		this.#resting++;
		// Only this file rests; the others go on meanwhile.
		this.#deps.clock.after(backoff(this.#deps.clock, tries), () => {
			this.#resting--;
			if (!signal.aborted) this.#queue.add(batch, [{ ...queued, tries }]);
			this.#pump();
		});
	}

	async #failed(parcel: Parcel, failure: Failure): Promise<void> {
		for (const { n } of parcel.files) this.#events.sent(n, 0);
		if (failure.kind === "refused") {
			const { status, retryAfter, problem } = failure;
			if (status === 401) return this.#events.sessionEnded();
			if (status === 429 || (status === 503 && retryAfter !== undefined)) {
				this.#queue.add(parcel.batch, parcel.files);
				const wait = backoff(this.#deps.clock, 1, { floor: retryAfter ?? 1000 });
				this.#events.slowedDown(this.#deps.clock.now() + wait);
				return this.#hold(wait);
			}
			// A 500 may be this parcel's own fault; any other 5xx is a server or proxy that is away.
			if (status > 500) return this.#networkFailed(parcel);
			if (status === 500) {
				for (const queued of parcel.files) this.#again(parcel.batch, queued, failure);
				return;
			}
			for (const { n } of parcel.files) this.#events.failed(n, problem.code, problem.detail);
			return;
		}
		await this.#networkFailed(parcel);
	}

	/** An unreadable file fails its whole request just as a lost network does, so each is looked at. */
	async #networkFailed(parcel: Parcel): Promise<void> {
		const { clock, isReadable, online } = this.#deps;
		const readable = await Promise.all(parcel.files.map(({ file }) => isReadable(file)));
		const left = parcel.files.filter((_, at) => readable[at]);
		for (const [at, { n }] of parcel.files.entries())
			if (!readable[at]) this.#events.failed(n, "unreadable", VANISHED);
		this.#queue.add(parcel.batch, left);
		if (left.length < parcel.files.length) return;
		this.#failures++;
		this.#events.unanswered();
		this.#hold(online() ? backoff(clock, this.#failures) : OFFLINE_PROBE_MS);
	}

	#hold(ms: number): void {
		this.#cancelHold();
		this.#held = true;
		this.#cancelHold = this.#deps.clock.after(ms, () => this.#release());
	}

	#release(): void {
		this.#cancelHold();
		this.#held = false;
		this.#events.slowedDown(null);
		this.#pump();
	}
}
