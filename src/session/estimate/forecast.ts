import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { Span, TimeLeft } from "../../protocol/stream/frame.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import { leftAfter } from "../../protocol/stream/time-left.ts";
import { Told } from "./smoothed-eta.ts";
import { UploadPace } from "./upload-rate.ts";
import { WorkPace } from "./work-rate.ts";
import { type Load, Workload } from "./workload.ts";

/** Nothing is told before so many files, or stages of them, were done in so many milliseconds: it would be a guess. */
const LEAST_DONE = 10;
const LEAST_ACTIVE_MS = 2_000;

/** It is worked out this often, in milliseconds, when the phase changes, and when there is more to do; in between, the last answer counts down. */
const LOOK_MS = 250;

/** How far back the pace looks, in milliseconds: an eighth of what is left, within these bounds. */
const SHORTEST_HALF_LIFE_MS = 3_000;
const LONGEST_HALF_LIFE_MS = 30_000;

/** How wide the span is to either side: at least this share, and more while little was seen. */
const NARROWEST = 0.2;
const WIDEST = 0.6;

/** Taking a file in costs as much as reading a small one, and never more than this, in milliseconds. */
const MOST_INTAKE_MS = 5;

/** What a session is about, as far as it decides what can be said. */
interface Phase {
	/** Files whose bytes are still to come; files that are stored and not read; files that somebody paused. */
	readonly isComing: boolean;
	readonly isReading: boolean;
	readonly isPaused: boolean;
	/** Whether something runs, or could. */
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

const NOTHING_YET: Phase = { isComing: false, isReading: false, isPaused: false, isBusy: false };

/** How much there is to do, as far as a person can have made it more: files, and those that were set aside. */
function wishes({ totals: { files, states } }: SessionState): number {
	return files - states.failed - states.cancelled - states.paused;
}

/**
 * Says how long a session's files will take. What each costs is learned by kind and size; how much gets done in a second
 * is measured, so it needs no idea of how many files are read at once. Lives in memory: after a restart it measures anew.
 */
export class Forecast {
	readonly #load = new Workload();
	readonly #work = new WorkPace();
	readonly #uploads = new UploadPace();
	readonly #all = new Told();
	readonly #queue = new Told();
	/** Milliseconds of work done since the last look, and how many pieces were done in all. */
	#doneWork = 0;
	#doneCount = 0;
	#activeMs = 0;
	#lookedAt: number | undefined;
	#phase = NOTHING_YET;
	#wished = 0;
	#retryAt = 0;
	#stored = 0;
	#answer: TimeLeft | null = null;
	/** What was told when somebody paused files: it stands while nothing else is left. */
	#beforePause: TimeLeft | null = null;

	constructor(files: Iterable<FileRecord>) {
		for (const file of files) this.#load.note(undefined, file);
	}

	/** A file's record has changed. */
	note(before: FileRecord | undefined, after: FileRecord | undefined): void {
		this.#load.note(before, after);
		if (before?.state !== "processing" || after === undefined) return;
		const isOver = after.state === "completed" || after.state === "failed";
		const share = (isOver ? 100 : after.progress) - before.progress;
		if (share <= 0) return;
		// What it was expected to cost and not what it did: what is left is measured by the same yardstick.
		this.#doneWork += (this.#load.costOf(after) * share) / 100;
		this.#doneCount += 1;
	}

	/** How long it will take as of now; `null` when nothing is left, or nobody can tell. `growing` as in the gauges. */
	look(state: SessionState, now: number, growing: Readonly<Record<string, number>> = {}): TimeLeft | null {
		const ms = this.#lookedAt === undefined ? 0 : Math.max(0, now - this.#lookedAt);
		const phase = phaseOf(state);
		const isKnown = isSame(phase, this.#phase) && wishes(state) <= this.#wished;
		if (this.#lookedAt !== undefined && ms < LOOK_MS && isKnown)
			return this.#answer && leftAfter(this.#answer, ms);
		this.#measure(state, ms, now, growing);
		if (this.#phase.isComing && !phase.isComing) this.#work.raise(this.#intakeWork(this.#load.sum()));
		if (phase.isPaused && !this.#phase.isPaused) this.#beforePause = this.#answer;
		this.#answer = this.#forecast(state, phase, ms, now);
		this.#lookedAt = now;
		this.#phase = phase;
		this.#wished = wishes(state);
		this.#stored = state.totals.stored;
		return this.#answer;
	}

	#measure(state: SessionState, ms: number, now: number, growing: Readonly<Record<string, number>>): void {
		const left = (this.#all.value ?? this.#queue.value ?? 0) / 8;
		const halfLife = Math.min(LONGEST_HALF_LIFE_MS, Math.max(SHORTEST_HALF_LIFE_MS, left));
		if (this.#phase.isBusy) this.#work.add(this.#doneWork, ms, halfLife);
		this.#doneWork = 0;
		const { comingBytes } = this.#load;
		const coming = { comingBytes, growing, wasComing: this.#phase.isComing };
		const came = this.#uploads.look(state, now, halfLife, coming);
		if (this.#phase.isBusy || came) this.#activeMs += ms;
	}

	#forecast(state: SessionState, phase: Phase, ms: number, now: number): TimeLeft | null {
		const { isComing, isReading, isPaused } = phase;
		if (!isComing && !isReading) {
			if (isPaused) return this.#beforePause && { ...this.#beforePause, held: "paused" };
			this.#all.forget();
			this.#queue.forget();
			return null;
		}
		if (!isReading && this.#uploads.isSilent(now))
			return this.#answer && { ...this.#answer, held: "no-bytes" };
		if (this.#doneCount < LEAST_DONE || this.#activeMs < LEAST_ACTIVE_MS) return null;
		const load = this.#load.sum();
		const upload = !isComing ? 0 : this.#uploads.left(now);
		const queue = Math.max(this.#timeFor(load.work, upload ?? 0, load), load.longest, load.retryAt - now);
		// A time at which something is tried again is known: no reason to be calm about it.
		const isLater = load.retryAt > this.#retryAt;
		this.#retryAt = load.retryAt;
		const queueTold = this.#queue.follow(queue, ms, isLater || state.totals.stored > this.#stored);
		if (upload === undefined) {
			this.#all.forget();
			return { all: null, queue: this.#span(queueTold) };
		}
		const whole = Math.max(upload, queue, this.#timeFor(load.work + load.expectedWork, upload, load));
		const allTold = this.#all.follow(whole, ms, isLater || wishes(state) > this.#wished);
		return { all: this.#span(allTold), queue: this.#span(queueTold) };
	}

	/**
	 * Milliseconds in which so much work gets done. While bytes come in, taking them in and reading compete; once all are
	 * there, reading has for itself what both had.
	 */
	#timeFor(work: number, uploadMs: number, load: Load): number {
		const rate = this.#work.rate ?? 1;
		const meanwhile = rate * uploadMs;
		if (work <= meanwhile) return work / rate;
		return uploadMs + (work - meanwhile) / (rate + (uploadMs > 0 ? this.#intakeWork(load) : 0));
	}

	/** Milliseconds of work that taking files in costs in a millisecond: each about as much as reading a small one. */
	#intakeWork({ work, expectedWork, files }: Load): number {
		const each = files === 0 ? 0 : (work + expectedWork) / files;
		return this.#uploads.filesRate * Math.min(each, MOST_INTAKE_MS);
	}

	#span(ms: number): Span {
		const wide = Math.min(WIDEST, NARROWEST + 1 / Math.sqrt(this.#doneCount));
		return { from: Math.round(ms * (1 - wide)), to: Math.round(ms * (1 + wide)) };
	}
}
