import type { FileRecord } from "../protocol/file-record.ts";
import type { Span, TimeLeft } from "../protocol/frame.ts";
import { type Line, lineOf } from "../protocol/queue-line.ts";
import { ReadCost } from "../protocol/read-cost.ts";
import type { SessionState } from "../protocol/session-state.ts";
import { leftAfter } from "../protocol/time-left.ts";
import { Told } from "./told.ts";
import { UploadPace } from "./upload-pace.ts";
import { WorkPace } from "./work-pace.ts";

/** Nothing is told before so many files, or stages of them, were done in so many milliseconds: it would be a guess. */
const LEAST_DONE = 10;
const LEAST_ACTIVE_MS = 2_000;

/** The files are looked through this often, in milliseconds; in between, the last answer counts down. */
const LOOK_MS = 250;

/** How far back the pace looks, in milliseconds: an eighth of what is left, within these bounds. */
const SHORTEST_HALF_LIFE_MS = 3_000;
const LONGEST_HALF_LIFE_MS = 30_000;

/** How wide the span is to either side: at least this share, and more while little was seen. */
const NARROWEST = 0.12;
const WIDEST = 0.6;

/** Taking a file in costs as much as reading a small one, and never more than this, in milliseconds. */
const MOST_INTAKE_MS = 5;

/** Whether something runs, or could. */
function isBusy({ totals: { states } }: SessionState): boolean {
	return states.processing + states.queued > 0;
}

/** How much there is to do, as far as a person can have made it more: files, and those that were set aside. */
function wishes({ totals: { files, states } }: SessionState): number {
	return files - states.failed - states.cancelled - states.paused;
}

/**
 * Says how long a session's files will take. What each costs is learned by kind and size; how much gets done in a second
 * is measured, so it needs no idea of how many files are read at once. Lives in memory: after a restart it measures anew.
 */
export class Forecast {
	readonly #cost = new ReadCost();
	readonly #work = new WorkPace();
	readonly #uploads = new UploadPace();
	readonly #all = new Told();
	readonly #queue = new Told();
	/** Milliseconds of work done since the last look, and how many pieces were done in all. */
	#doneWork = 0;
	#doneCount = 0;
	#activeMs = 0;
	#lookedAt: number | undefined;
	#wasBusy = false;
	#wasComing = false;
	#wished = 0;
	#retryAt = 0;
	#stored = 0;
	#answer: TimeLeft | null = null;

	constructor(files: Iterable<FileRecord>) {
		for (const file of files) this.#cost.learn(file);
	}

	/** A file's record has changed. */
	note(before: FileRecord | undefined, after: FileRecord | undefined): void {
		if (before?.state !== "processing" || after === undefined) return;
		const isOver = after.state === "completed" || after.state === "failed";
		const share = (isOver ? 100 : after.progress) - before.progress;
		if (share <= 0) return;
		this.#cost.learn(after);
		// What it was expected to cost and not what it did: what is left is measured by the same yardstick.
		this.#doneWork += (this.#cost.of(after) * share) / 100;
		this.#doneCount += 1;
	}

	/** How long it will take as of now; `null` when nothing is left, or nobody can tell. `growing` as in the gauges. */
	look(state: SessionState, now: number, growing: Readonly<Record<string, number>> = {}): TimeLeft | null {
		const ms = this.#lookedAt === undefined ? 0 : Math.max(0, now - this.#lookedAt);
		const isSame = this.#lookedAt !== undefined && isBusy(state) === this.#wasBusy;
		if (isSame && ms < LOOK_MS) return this.#answer && leftAfter(this.#answer, ms);
		this.#measure(state, ms, now, growing);
		const toCome = state.totals.states.expected + state.totals.states.uploading;
		if (toCome === 0 && this.#wasComing) this.#work.raise(this.#intakeWork(lineOf(state.files.values())));
		this.#wasComing = toCome > 0;
		this.#answer = this.#forecast(state, ms, now);
		this.#lookedAt = now;
		this.#wasBusy = isBusy(state);
		this.#wished = wishes(state);
		this.#stored = state.totals.stored;
		return this.#answer;
	}

	#measure(state: SessionState, ms: number, now: number, growing: Readonly<Record<string, number>>): void {
		const left = (this.#all.value ?? this.#queue.value ?? 0) / 8;
		const halfLife = Math.min(LONGEST_HALF_LIFE_MS, Math.max(SHORTEST_HALF_LIFE_MS, left));
		if (this.#wasBusy) this.#work.add(this.#doneWork, ms, halfLife);
		this.#doneWork = 0;
		const came = this.#uploads.look(state, now, halfLife, growing);
		if (this.#wasBusy || came) this.#activeMs += ms;
	}

	#forecast(state: SessionState, ms: number, now: number): TimeLeft | null {
		const { expected, uploading, queued, processing, retrying, paused } = state.totals.states;
		const toCome = expected + uploading;
		const toRead = queued + processing + retrying;
		if (toCome + toRead === 0) {
			if (paused > 0) return this.#answer && { ...this.#answer, held: "paused" };
			this.#all.forget();
			this.#queue.forget();
			return null;
		}
		if (toRead === 0 && this.#uploads.isSilent(now))
			return this.#answer && { ...this.#answer, held: "no-bytes" };
		if (this.#doneCount < LEAST_DONE || this.#activeMs < LEAST_ACTIVE_MS) return null;
		const line = lineOf(state.files.values());
		const upload = toCome === 0 ? 0 : this.#uploads.left(now);
		const queue = Math.max(this.#timeFor(line.work, upload ?? 0, line), line.longest, line.retryAt - now);
		// A time at which something is tried again is known: no reason to be calm about it.
		const isLater = line.retryAt > this.#retryAt;
		this.#retryAt = line.retryAt;
		const queueTold = this.#queue.follow(queue, ms, isLater || state.totals.stored > this.#stored);
		if (upload === undefined) this.#all.forget();
		const whole = Math.max(
			upload ?? 0,
			queue,
			this.#timeFor(line.work + line.expectedWork, upload ?? 0, line),
		);
		const isMore = isLater || wishes(state) > this.#wished;
		return {
			all: upload === undefined ? null : this.#span(this.#all.follow(whole, ms, isMore)),
			queue: this.#span(queueTold),
		};
	}

	/**
	 * Milliseconds in which so much work gets done. While bytes come in, taking them in and reading compete; once all are
	 * there, reading has for itself what both had.
	 */
	#timeFor(work: number, uploadMs: number, line: Line): number {
		const rate = this.#work.rate ?? 1;
		const meanwhile = rate * uploadMs;
		if (work <= meanwhile) return work / rate;
		return uploadMs + (work - meanwhile) / (rate + (uploadMs > 0 ? this.#intakeWork(line) : 0));
	}

	/** Milliseconds of work that taking files in costs in a millisecond: each about as much as reading a small one. */
	#intakeWork({ work, expectedWork, files }: Line): number {
		const each = files === 0 ? 0 : (work + expectedWork) / files;
		return this.#uploads.filesRate * Math.min(each, MOST_INTAKE_MS);
	}

	#span(ms: number): Span {
		const wide = Math.min(WIDEST, NARROWEST + 1 / Math.sqrt(this.#doneCount));
		return { from: Math.round(ms * (1 - wide)), to: Math.round(ms * (1 + wide)) };
	}
}
