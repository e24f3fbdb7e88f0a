import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { DurationRange, TimeLeft } from "../../protocol/stream/frame.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import { leftAfter } from "../../protocol/stream/time-left.ts";
import { SmoothedEta } from "./smoothed-eta.ts";
import { UploadRate } from "./upload-rate.ts";
import { DecayingRate } from "./work-rate.ts";
import { type RemainingWork, Workload } from "./workload.ts";

/** No estimate before this many files (or stages of them) were done, in this many milliseconds: it would be a guess. */
const LEAST_DONE = 10;
const LEAST_ACTIVE_MS = 2_000;

/** Milliseconds between two estimates, unless the phase changes or work is added; in between, the last one counts down. */
const ESTIMATE_MS = 250;

/** Half-life of the measured rates, in milliseconds: an eighth of the time left, within these bounds. */
const SHORTEST_HALF_LIFE_MS = 3_000;
const LONGEST_HALF_LIFE_MS = 30_000;

/** Width of the range to either side: at least this share, and more while little was measured. */
const NARROWEST = 0.2;
const WIDEST = 0.6;

/** Receiving a file costs as much as reading a small one, but never more than this, in milliseconds. */
const MAX_INTAKE_MS = 5;

/** What a session is doing, as far as the estimate depends on it. */
interface Phase {
	/** There are files whose bytes are still to come; that are stored but not read; that are paused. */
	readonly isComing: boolean;
	readonly isReading: boolean;
	readonly isPaused: boolean;
	/** Something is running, or could be. */
	readonly isBusy: boolean;
}

function phaseOf({ totals: { states } }: SessionState): Phase {
	const { expected, uploading, queued, processing, retrying, paused } = states;
	return {
		isComing: expected + uploading > 0,
		isReading: queued + processing + retrying > 0,
		isPaused: paused > 0,
		isBusy: queued + processing > 0,
	};
}

function isSame(a: Phase, b: Phase): boolean {
	return (
		a.isComing === b.isComing &&
		a.isReading === b.isReading &&
		a.isPaused === b.isPaused &&
		a.isBusy === b.isBusy
	);
}

const IDLE: Phase = { isComing: false, isReading: false, isPaused: false, isBusy: false };

/** Files that are meant to be read: grows only when files are added, resumed or retried. */
function wantedFiles({ totals: { files, states } }: SessionState): number {
	return files - states.failed - states.cancelled - states.paused;
}

/**
 * Estimates how long a session's files will take. The cost of a file is learned by kind and size; the rate is measured, so the
 * number of files read in parallel need not be known. In memory only: after a restart it measures again.
 */
export class Forecast {
	readonly #workload = new Workload();
	readonly #work = new DecayingRate();
	readonly #uploads = new UploadRate();
	readonly #all = new SmoothedEta();
	readonly #queue = new SmoothedEta();
	/** Milliseconds of work done since the last estimate, and the number of pieces done in all. */
	#doneWork = 0;
	#doneCount = 0;
	#activeMs = 0;
	#estimatedAt: number | undefined;
	#phase = IDLE;
	#wanted = 0;
	#retryAt = 0;
	#stored = 0;
	#answer: TimeLeft | null = null;
	/** The estimate at the time files were paused: it is shown while nothing else is left. */
	#beforePause: TimeLeft | null = null;

	constructor(files: Iterable<FileRecord>) {
		for (const file of files) this.#workload.update(undefined, file);
	}

	update(before: FileRecord | undefined, after: FileRecord | undefined): void {
		this.#workload.update(before, after);
		if (before?.state !== "processing" || after === undefined) return;
		// Not `isTerminal`: what is left of a cancelled file was not done.
		const isDone = after.state === "completed" || after.state === "failed";
		const share = (isDone ? 100 : after.progress) - before.progress;
		if (share <= 0) return;
		// The expected cost, not the actual one: the remaining work is measured by the same yardstick.
		this.#doneWork += (this.#workload.costOf(after) * share) / 100;
		this.#doneCount += 1;
	}

	/** The time left as of now; `null` when nothing is left, or there is no estimate. `growing` as in the gauges. */
	estimate(
		state: SessionState,
		now: number,
		growing: Readonly<Record<string, number>> = {},
	): TimeLeft | null {
		const ms = this.#estimatedAt === undefined ? 0 : Math.max(0, now - this.#estimatedAt);
		const phase = phaseOf(state);
		const isKnown = isSame(phase, this.#phase) && wantedFiles(state) <= this.#wanted;
		if (this.#estimatedAt !== undefined && ms < ESTIMATE_MS && isKnown)
			return this.#answer && leftAfter(this.#answer, ms);
		this.#measure(state, ms, now, growing);
		if (this.#phase.isComing && !phase.isComing) this.#work.raise(this.#intakeWork(this.#workload.sum()));
		if (phase.isPaused && !this.#phase.isPaused) this.#beforePause = this.#answer;
		this.#answer = this.#forecast(state, phase, ms, now);
		this.#estimatedAt = now;
		this.#phase = phase;
		this.#wanted = wantedFiles(state);
		this.#stored = state.totals.stored;
		return this.#answer;
	}

	#measure(state: SessionState, ms: number, now: number, growing: Readonly<Record<string, number>>): void {
		const left = (this.#all.value ?? this.#queue.value ?? 0) / 8;
		const halfLife = Math.min(LONGEST_HALF_LIFE_MS, Math.max(SHORTEST_HALF_LIFE_MS, left));
		if (this.#phase.isBusy) this.#work.add(this.#doneWork, ms, halfLife);
		this.#doneWork = 0;
		const { comingBytes } = this.#workload;
		const coming = { comingBytes, growing, wasComing: this.#phase.isComing };
		const came = this.#uploads.update(state, now, halfLife, coming);
		if (this.#phase.isBusy || came) this.#activeMs += ms;
	}

	#forecast(state: SessionState, phase: Phase, ms: number, now: number): TimeLeft | null {
		const { isComing, isReading, isPaused } = phase;
		if (!isComing && !isReading) {
			if (isPaused) return this.#beforePause && { ...this.#beforePause, held: "paused" };
			this.#all.reset();
			this.#queue.reset();
			return null;
		}
		if (!isReading && this.#uploads.isSilent(now))
			return this.#answer && { ...this.#answer, held: "no-bytes" };
		if (this.#doneCount < LEAST_DONE || this.#activeMs < LEAST_ACTIVE_MS) return null;
		const load = this.#workload.sum();
		const upload = !isComing ? 0 : this.#uploads.msLeft(now);
		const queue = Math.max(this.#timeFor(load.work, upload ?? 0, load), load.longest, load.retryAt - now);
		// The time of a retry is known, so there is no reason to approach it smoothly.
		const isLater = load.retryAt > this.#retryAt;
		this.#retryAt = load.retryAt;
		const queueEta = this.#queue.update(queue, ms, isLater || state.totals.stored > this.#stored);
		if (upload === undefined) {
			this.#all.reset();
			return { all: null, queue: this.#range(queueEta) };
		}
		const whole = Math.max(upload, queue, this.#timeFor(load.work + load.expectedWork, upload, load));
		const allEta = this.#all.update(whole, ms, isLater || wantedFiles(state) > this.#wanted);
		return { all: this.#range(allEta), queue: this.#range(queueEta) };
	}

	/**
	 * Milliseconds in which this much work gets done. While bytes arrive, receiving and reading compete; once all have arrived,
	 * reading gets the time of both.
	 */
	#timeFor(work: number, uploadMs: number, load: RemainingWork): number {
		const rate = this.#work.rate ?? 1;
		const meanwhile = rate * uploadMs;
		if (work <= meanwhile) return work / rate;
		return uploadMs + (work - meanwhile) / (rate + (uploadMs > 0 ? this.#intakeWork(load) : 0));
	}

	/** Work per millisecond spent on receiving files: each costs about as much as reading a small one. */
	#intakeWork({ work, expectedWork, files }: RemainingWork): number {
		const each = files === 0 ? 0 : (work + expectedWork) / files;
		return this.#uploads.filesRate * Math.min(each, MAX_INTAKE_MS);
	}

	#range(ms: number): DurationRange {
		const width = Math.min(WIDEST, NARROWEST + 1 / Math.sqrt(this.#doneCount));
		return { from: Math.round(ms * (1 - width)), to: Math.round(ms * (1 + width)) };
	}
}
