import type { FileRecord } from "../protocol/file-record.ts";
import type { TimeLeft } from "../protocol/frame.ts";
import { type Line, lineOf } from "../protocol/queue-line.ts";
import { ReadCost } from "../protocol/read-cost.ts";
import type { SessionState } from "../protocol/session-state.ts";
import { leftAfter } from "../protocol/time-left.ts";
import { Told } from "./told.ts";
import { UploadPace } from "./upload-pace.ts";
import { WorkPace } from "./work-pace.ts";

/** Nothing is told before so many files, or stages of them, were done in so many milliseconds: it would be a guess. */
const LEAST_DONE = 3;
const LEAST_ACTIVE_MS = 1_000;

/** The files are looked through this often, in milliseconds; in between, the last answer counts down. */
const LOOK_MS = 250;

/** How far back the pace looks, in milliseconds: an eighth of what is left, within these bounds. */
const SHORTEST_HALF_LIFE_MS = 3_000;
const LONGEST_HALF_LIFE_MS = 30_000;

/** How wide the range is to either side: at least this share, and more while little was seen. */
const NARROWEST = 0.12;
const WIDEST = 0.6;

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
	#wished = 0;
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
		this.#doneWork += (this.#cost.spent(after) * share) / 100;
		this.#doneCount += 1;
	}

	/** How long it will take as of now; `null` when nothing is left, or nobody can tell. `growing` as in the gauges. */
	look(state: SessionState, now: number, growing: Readonly<Record<string, number>> = {}): TimeLeft | null {
		const ms = this.#lookedAt === undefined ? 0 : Math.max(0, now - this.#lookedAt);
		const isSame = this.#lookedAt !== undefined && isBusy(state) === this.#wasBusy;
		if (isSame && ms < LOOK_MS) return this.#answer && leftAfter(this.#answer, ms);
		this.#measure(state, ms, now, growing);
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
		const rate = this.#work.rate ?? 1;
		const queue = Math.max(line.work / rate, line.longest, line.retryAt - now);
		const queueTold = this.#queue.follow(queue, ms, state.totals.stored > this.#stored);
		return { all: this.#allOf(line, { toCome, queue, rate, ms, now, state }), queue: this.#range(queueTold) };
	}

	/** What is sent and what is read overlap: the slower of the two counts. */
	#allOf(
		line: Line,
		seen: { toCome: number; queue: number; rate: number; ms: number; now: number; state: SessionState },
	): TimeLeft["all"] {
		const { toCome, queue, rate, ms, now, state } = seen;
		const upload = toCome === 0 ? 0 : this.#uploads.left(now);
		if (upload === undefined) {
			this.#all.forget();
			return null;
		}
		const calculated = Math.max(queue, upload, (line.work + line.expectedWork) / rate);
		return this.#range(this.#all.follow(calculated, ms, wishes(state) > this.#wished));
	}

	#range(ms: number): [number, number] {
		const wide = Math.min(WIDEST, NARROWEST + 1 / Math.sqrt(this.#doneCount));
		return [Math.round(ms * (1 - wide)), Math.round(ms * (1 + wide))];
	}
}
