import { backoff } from "../http/backoff.ts";
import type { Failure } from "../http/failure.ts";
import type { EngineDeps, EngineEvents } from "./engine-deps.ts";
import { PARALLEL } from "./parallel-requests.ts";
import { Bandwidth } from "./requests/bandwidth.ts";
import { Concurrency } from "./requests/concurrency.ts";
import { Hold } from "./requests/hold.ts";
import { type OpenJob, sendParcel } from "./requests/send-form.ts";
import type { SendOutcome } from "./requests/send-outcome.ts";
import { boundsAt, newJob, PAGE_BOUNDS, type Parcel, type UploadJob, UploadQueue } from "./upload-queue.ts";
import { type NumberedSource, openSource } from "./upload-source.ts";

/** The share of them that may carry large files while small ones wait. */
const LARGE_SHARE = 0.5;

/** Tries for a file's own sake before it is said to have failed; a lost network never counts, and progress starts anew. */
export const MAX_TRIES = 6;

/** While the browser says that it is offline, the server is still tried this often, in milliseconds: it may be local. */
const OFFLINE_PROBE_MS = 15_000;

const VANISHED =
	"This file can no longer be read: it was moved, changed or deleted after you dropped it. Drop it again to send it.";

/**
 * Sends announced files, a few requests at a time, until none is left. It never gives up for want of a network. The page
 * and the `Uploader` of programs both drive this one.
 */
export class UploadEngine {
	#deps: EngineDeps;
	#events: EngineEvents;
	#jobs = new Map<number, UploadJob>();
	#queue = new UploadQueue();
	#bandwidth: Bandwidth;
	#concurrency: Concurrency;
	#running = 0;
	#runningLarge = 0;
	#hold: Hold;
	#failures = 0;
	#generation = new AbortController();

	constructor(deps: EngineDeps, events: EngineEvents) {
		this.#deps = deps;
		this.#events = events;
		this.#bandwidth = new Bandwidth(deps.clock);
		this.#hold = new Hold(deps.clock, {
			waiting: events.waiting,
			goingOn: () => {
				events.goingOn();
				this.#pump();
			},
		});
		this.#concurrency = new Concurrency(deps.clock, deps.parallel ?? PARALLEL);
	}

	/** Whether bytes are still unsent; those of paused files do not count. */
	get busy(): boolean {
		for (const { state } of this.#jobs.values()) if (state !== "paused") return true;
		return false;
	}

	/** Bytes a second; `null`: as many as go. */
	get bytesPerSecond(): number | null {
		return this.#bandwidth.limit;
	}

	set bytesPerSecond(limit: number | null) {
		this.#bandwidth.limit = limit;
	}

	/** Takes announced files. One that is on its way already is left to go on; a paused one waits until it is resumed. */
	add(batch: string, files: readonly NumberedSource[]): void {
		for (const { n, file, paused = false } of files) {
			if (this.#jobs.has(n)) continue;
			const job = newJob(batch, n, file);
			this.#jobs.set(n, job);
			if (paused) job.state = "paused";
			else this.#queue.add(job);
		}
		this.#pump();
	}

	/** Sends nothing of these files until they are resumed. What is in a form with others arrives with them. */
	pause(numbers: Iterable<number>): void {
		for (const n of numbers) {
			const job = this.#jobs.get(n);
			if (job === undefined) continue;
			this.#queue.remove(job);
			job.state = "paused";
			job.abort?.();
		}
		this.#pump();
	}

	resume(numbers: Iterable<number>): void {
		for (const n of numbers) {
			const job = this.#jobs.get(n);
			if (job?.state !== "paused") continue;
			// A request that carries it is still under way, and its end says what becomes of the file.
			if (job.flying) job.state = "sending";
			else this.#queue.add(job);
		}
		this.#pump();
	}

	/** Forgets a file that was removed or cancelled. */
	drop(n: number): void {
		const job = this.#jobs.get(n);
		if (job === undefined) return;
		this.#queue.remove(job);
		this.#end(job);
		job.abort?.();
	}

	/** The network may be back, or a person is looking: try at once. */
	wake(): void {
		this.#failures = 0;
		this.#hold.wake();
	}

	/** Forgets everything; for a session that is gone. */
	clear(): void {
		for (const job of this.#jobs.values()) job.state = "over";
		this.#jobs.clear();
		this.#queue.clear();
		this.#generation.abort();
		this.#generation = new AbortController();
		this.#hold.end();
	}

	#pump(): void {
		while (!this.#hold.isOn && this.#running < this.#concurrency.limit) {
			const large = Math.max(1, Math.floor(this.#concurrency.limit * LARGE_SHARE));
			const bounds = boundsAt(this.#deps.bounds ?? PAGE_BOUNDS, this.#bandwidth.limit);
			const parcel = this.#queue.take(this.#runningLarge < large || !this.#queue.hasSmall, bounds);
			if (parcel === undefined) return;
			void this.#run(parcel);
		}
	}

	async #run(parcel: Parcel): Promise<void> {
		const large = parcel.way === "form" ? 0 : 1;
		const generation = this.#generation.signal;
		const aborting = new AbortController();
		for (const job of parcel.jobs) {
			job.flying = true;
			job.abort = large === 1 ? () => aborting.abort() : undefined;
		}
		this.#running++;
		this.#runningLarge += large;
		try {
			const files = await this.#open(parcel.jobs);
			if (files.length === 0) return;
			const { send } = this.#deps;
			const { sent, kept } = this.#events;
			const signal = AbortSignal.any([generation, aborting.signal]);
			const answer = await sendParcel(parcel, files, {
				send,
				bandwidth: this.#bandwidth,
				sent,
				kept,
				signal,
			});
			if (generation.aborted) return;
			// A person broke it off, and may have changed their mind before the request was gone.
			if (aborting.signal.aborted) return this.#queueAgain(parcel.jobs);
			if (!answer.ok) return await this.#failed(files, answer.problem);
			this.#failures = 0;
			const bytes = files.reduce((sum, { blob }) => sum + blob.size, 0);
			this.#concurrency.answered(bytes, files.length);
			for (const outcome of answer.value) this.#settle(outcome);
		} finally {
			for (const job of parcel.jobs) {
				job.flying = false;
				job.abort = undefined;
			}
			this.#running--;
			this.#runningLarge -= large;
			this.#pump();
		}
	}

	/** Opens the bytes of files; those that cannot be read have failed. */
	async #open(jobs: readonly UploadJob[]): Promise<OpenJob[]> {
		const blobs = await Promise.all(jobs.map(({ file }) => openSource(file)));
		return jobs.flatMap((job, at) => {
			const blob = blobs[at];
			if (blob !== undefined) return [{ job, blob }];
			this.#fail(job, "unreadable", VANISHED);
			return [];
		});
	}

	#settle({ job, became, failure }: SendOutcome): void {
		if (job.state === "over") return;
		switch (became) {
			case "stored":
			case "gone":
				this.#end(job);
				this.#events[became](job.n);
				break;
			case "parked":
				job.state = "paused";
				this.#events.sent(job.n, 0);
				this.#events.parked(job.n);
				break;
			case "again":
				this.#again(job, failure);
				break;
			case "refused":
				if (failure?.kind === "refused") this.#fail(job, failure.problem.code, failure.problem.detail);
		}
	}

	/** Back into the queue after a failure of its own, unless it had its tries. */
	#again(job: UploadJob, failure?: Failure): void {
		if (job.state !== "sending") return;
		this.#events.sent(job.n, 0);
		job.tries++;
		if (job.tries >= MAX_TRIES) {
			const why = failure?.kind === "refused" ? failure.problem.detail : "The connection broke each time.";
			this.#fail(job, "upload-failed", `Sending failed ${MAX_TRIES} times. ${why}`);
			return;
		}
		job.state = "resting";
		const floor = failure?.kind === "refused" ? (failure.retryAfter ?? 0) : 0;
		// Only this file rests; the others go on meanwhile.
		this.#deps.clock.after(backoff(this.#deps.clock, job.tries, { floor }), () => {
			if (job.state !== "resting") return;
			this.#queue.add(job);
			this.#pump();
		});
	}

	async #failed(files: readonly OpenJob[], failure: Failure): Promise<void> {
		for (const { job } of files) this.#events.sent(job.n, 0);
		if (failure.kind === "network") {
			if (failure.stalled) this.#concurrency.congested();
			return this.#unanswered(files);
		}
		const { status, retryAfter, problem } = failure;
		const jobs = files.map(({ job }) => job);
		if (status === 401) {
			// Nothing may go until the owner has found another session, and cleared this one.
			this.#queueAgain(jobs);
			this.#hold.beginForGood();
			return this.#events.sessionEnded();
		}
		if (status === 429 || (status === 503 && retryAfter !== undefined)) {
			this.#queueAgain(jobs);
			this.#concurrency.congested();
			return this.#hold.begin("asked", backoff(this.#deps.clock, 1, { floor: retryAfter ?? 1000 }));
		}
		// A 500 may be this parcel's own fault; any other 5xx is a server or proxy that is away.
		if (status > 500) return this.#unanswered(files);
		if (status === 500) for (const { job } of files) this.#again(job, failure);
		else for (const { job } of files) this.#fail(job, problem.code, problem.detail);
	}

	/** An unreadable file fails its whole request just as a lost network does, so each is looked at. */
	async #unanswered(files: readonly OpenJob[]): Promise<void> {
		const { clock, isReadable, online } = this.#deps;
		const readable = await Promise.all(files.map(({ blob }) => isReadable(blob)));
		for (const [at, { job }] of files.entries()) {
			if (readable[at]) this.#queueAgain([job]);
			else this.#fail(job, "unreadable", VANISHED);
		}
		// Requests that were lost together are one failure.
		if (readable.includes(false) || this.#hold.isOn) return;
		this.#failures++;
		const away = online();
		this.#hold.begin(
			away ? "unanswered" : "offline",
			away ? backoff(clock, this.#failures) : OFFLINE_PROBE_MS,
		);
	}

	/** After a request that was in vain; those that were paused meanwhile stay so. */
	#queueAgain(jobs: readonly UploadJob[]): void {
		for (const job of jobs) if (job.state === "sending") this.#queue.add(job);
	}

	#fail(job: UploadJob, code: string, detail: string): void {
		if (job.state === "over") return;
		this.#end(job);
		this.#events.failed(job.n, code, detail);
	}

	#end(job: UploadJob): void {
		job.state = "over";
		if (this.#jobs.get(job.n) === job) this.#jobs.delete(job.n);
	}
}
