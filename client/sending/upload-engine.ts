import { backoff } from "../http/backoff.ts";
import type { Failure } from "../http/failure.ts";
import type { EngineDeps, EngineHandlers, UploadProblem } from "./engine-deps.ts";
import { BandwidthLimiter } from "./requests/bandwidth-limiter.ts";
import { ConcurrencyLimiter, MAX_REQUESTS } from "./requests/concurrency-limiter.ts";
import type { SendOutcome } from "./requests/send-outcome.ts";
import { type OpenJob, sendRequest } from "./requests/send-request.ts";
import { Suspension } from "./requests/suspension.ts";
import {
	boundsAt,
	createJob,
	DEFAULT_BOUNDS,
	type RequestPlan,
	type UploadJob,
	UploadQueue,
} from "./upload-queue.ts";
import { isReadable, type NumberedSource, openSource } from "./upload-source.ts";

/** The share of requests that may carry large files while small ones wait. */
const LARGE_SHARE = 0.5;

/** Tries that may fail because of one file. A lost network does not count, and progress resets the count. */
export const MAX_TRIES = 6;

/** While the browser reports that it is offline, the server is tried this often, in milliseconds: it may be local. */
const OFFLINE_RETRY_MS = 15_000;

/** Sends announced files, a few requests at a time, until none is left. It never gives up because of a lost network. */
export class UploadEngine {
	#deps: EngineDeps;
	#handlers: EngineHandlers;
	#jobs = new Map<number, UploadJob>();
	#queue = new UploadQueue();
	#bandwidth: BandwidthLimiter;
	#concurrency: ConcurrencyLimiter;
	#running = 0;
	#runningLarge = 0;
	#suspension: Suspension;
	/** Failures in a row that were not about a file. */
	#failures = 0;
	/** Aborted by `clear`: what is in flight then belongs to a session that is gone. */
	#generation = new AbortController();

	constructor(deps: EngineDeps, handlers: EngineHandlers) {
		this.#deps = deps;
		this.#handlers = handlers;
		this.#bandwidth = new BandwidthLimiter(deps.clock);
		this.#suspension = new Suspension(deps.clock, {
			waiting: handlers.waiting,
			waitEnded: () => {
				handlers.waitEnded();
				this.#pump();
			},
		});
		this.#concurrency = new ConcurrencyLimiter(deps.clock, deps.parallel ?? MAX_REQUESTS);
	}

	/** Whether bytes are unsent. Paused files do not count. */
	get busy(): boolean {
		for (const { state } of this.#jobs.values()) if (state !== "paused") return true;
		return false;
	}

	/** A limit in bytes a second; `null`: unlimited. */
	get bytesPerSecond(): number | null {
		return this.#bandwidth.limit;
	}

	set bytesPerSecond(limit: number | null) {
		this.#bandwidth.limit = limit;
	}

	/** Adds announced files. A file that was added before is left as it is; a paused one waits until it is resumed. */
	add(batch: string, files: readonly NumberedSource[]): void {
		for (const { n, file, paused = false } of files) {
			if (this.#jobs.has(n)) continue;
			const job = createJob(batch, n, file);
			this.#jobs.set(n, job);
			if (paused) job.state = "paused";
			else this.#queue.add(job);
		}
		this.#pump();
	}

	/** Sends nothing of these files until they are resumed. A form in flight is not aborted: its other files go on. */
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
			// The request that still carries it decides what happens next.
			if (job.inFlight) job.state = "sending";
			else this.#queue.add(job);
		}
		this.#pump();
	}

	/** Drops a file that was removed or cancelled. Nothing more is reported about it. */
	forget(n: number): void {
		const job = this.#jobs.get(n);
		if (job === undefined) return;
		this.#queue.remove(job);
		this.#finish(job);
		job.abort?.();
	}

	/** Tries at once: the network may be back, or a person is looking. */
	wake(): void {
		this.#failures = 0;
		this.#suspension.wake();
	}

	/** Drops everything, for a session that is gone. */
	clear(): void {
		for (const job of this.#jobs.values()) job.state = "done";
		this.#jobs.clear();
		this.#queue.clear();
		this.#generation.abort();
		this.#generation = new AbortController();
		this.#suspension.end();
	}

	#pump(): void {
		while (!this.#suspension.isActive && this.#running < this.#concurrency.limit) {
			const large = Math.max(1, Math.floor(this.#concurrency.limit * LARGE_SHARE));
			const bounds = boundsAt(this.#deps.bounds ?? DEFAULT_BOUNDS, this.#bandwidth.limit);
			const plan = this.#queue.take(this.#runningLarge < large || !this.#queue.hasSmall, bounds);
			if (plan === undefined) return;
			void this.#run(plan);
		}
	}

	async #run(plan: RequestPlan): Promise<void> {
		const large = plan.mode === "form" ? 0 : 1;
		const generation = this.#generation.signal;
		const aborting = new AbortController();
		for (const job of plan.jobs) {
			job.inFlight = true;
			job.abort = large === 1 ? () => aborting.abort() : undefined;
		}
		this.#running++;
		this.#runningLarge += large;
		try {
			const files = await this.#open(plan.jobs);
			if (files.length === 0) return;
			const { send } = this.#deps;
			const { sent, confirmed } = this.#handlers;
			const signal = AbortSignal.any([generation, aborting.signal]);
			const answer = await sendRequest(plan, files, {
				send,
				bandwidth: this.#bandwidth,
				sent,
				confirmed,
				signal,
			});
			if (generation.aborted) return;
			// Paused, and perhaps resumed before the request had ended.
			if (aborting.signal.aborted) return this.#requeue(plan.jobs);
			if (!answer.ok) return await this.#requestFailed(files, answer.problem);
			this.#failures = 0;
			const bytes = files.reduce((sum, { blob }) => sum + blob.size, 0);
			this.#concurrency.succeeded(bytes, files.length);
			for (const outcome of answer.value) this.#settle(outcome);
		} finally {
			for (const job of plan.jobs) {
				job.inFlight = false;
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
			this.#fail(job, { code: "unreadable" });
			return [];
		});
	}

	#settle({ job, result, failure }: SendOutcome): void {
		if (job.state === "done") return;
		switch (result) {
			case "stored":
			case "gone":
				this.#finish(job);
				this.#handlers[result](job.n);
				break;
			case "stopped":
				job.state = "paused";
				this.#handlers.sent(job.n, 0);
				this.#handlers.stopped(job.n);
				break;
			case "retry":
				this.#retryLater(job, failure);
				break;
			case "refused":
				if (failure?.kind === "refused") this.#fail(job, failure.problem);
		}
	}

	/** Queues a file again after a failure of its own, unless its tries are used up. */
	#retryLater(job: UploadJob, failure?: Failure): void {
		if (job.state !== "sending") return;
		this.#handlers.sent(job.n, 0);
		job.tries++;
		if (job.tries >= MAX_TRIES) {
			const detail = failure?.kind === "refused" ? { detail: failure.problem.detail } : {};
			this.#fail(job, { code: "upload-failed", tries: MAX_TRIES, ...detail });
			return;
		}
		job.state = "backing-off";
		const floor = failure?.kind === "refused" ? (failure.retryAfterMs ?? 0) : 0;
		// Only this file waits; the others go on.
		this.#deps.clock.after(backoff(this.#deps.clock, job.tries, { floor }), () => {
			if (job.state !== "backing-off") return;
			this.#queue.add(job);
			this.#pump();
		});
	}

	async #requestFailed(files: readonly OpenJob[], failure: Failure): Promise<void> {
		for (const { job } of files) this.#handlers.sent(job.n, 0);
		if (failure.kind === "network") {
			if (failure.stalled) this.#concurrency.congested();
			return this.#unanswered(files);
		}
		const { status, retryAfterMs, problem } = failure;
		const jobs = files.map(({ job }) => job);
		if (status === 401) {
			// Nothing may be sent until the owner has opened another session and called `clear`.
			this.#requeue(jobs);
			this.#suspension.beginIndefinitely();
			return this.#handlers.sessionEnded();
		}
		if (status === 429 || (status === 503 && retryAfterMs !== undefined)) {
			this.#requeue(jobs);
			this.#concurrency.congested();
			return this.#suspension.begin("asked", backoff(this.#deps.clock, 1, { floor: retryAfterMs ?? 1000 }));
		}
		// A 500 may be caused by these files; any other 5xx comes from a server or proxy that is down.
		if (status > 500) return this.#unanswered(files);
		if (status === 500) for (const { job } of files) this.#retryLater(job, failure);
		else for (const { job } of files) this.#fail(job, problem);
	}

	/** An unreadable file fails its whole request just as a lost network does, so every file is checked. */
	async #unanswered(files: readonly OpenJob[]): Promise<void> {
		const { clock, online } = this.#deps;
		const check = this.#deps.isReadable ?? isReadable;
		const readable = await Promise.all(files.map(({ blob }) => check(blob)));
		for (const [at, { job }] of files.entries()) {
			if (readable[at]) this.#requeue([job]);
			else this.#fail(job, { code: "unreadable" });
		}
		// Requests that were lost together count as one failure.
		if (readable.includes(false) || this.#suspension.isActive) return;
		this.#failures++;
		if (online()) this.#suspension.begin("unanswered", backoff(clock, this.#failures));
		else this.#suspension.begin("offline", OFFLINE_RETRY_MS);
	}

	/** Queues files again after a request without effect; those that were paused meanwhile stay paused. */
	#requeue(jobs: readonly UploadJob[]): void {
		for (const job of jobs) if (job.state === "sending") this.#queue.add(job);
	}

	#fail(job: UploadJob, { code, detail, tries }: UploadProblem): void {
		if (job.state === "done") return;
		this.#finish(job);
		this.#handlers.failed(job.n, {
			code,
			...(detail !== undefined && { detail }),
			...(tries !== undefined && { tries }),
		});
	}

	#finish(job: UploadJob): void {
		job.state = "done";
		if (this.#jobs.get(job.n) === job) this.#jobs.delete(job.n);
	}
}
