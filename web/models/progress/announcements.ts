import { progressWords } from "../../words/en/progress.ts";
import type { Counts } from "./tally.ts";

/** Shortest time between two announcements of progress, in milliseconds: speaking one takes some seconds. */
const MIN_INTERVAL_MS = 5_000;

/** Percent between two announced steps. */
const STEP = 10;

/** The progress to announce. */
export interface ProgressSnapshot {
	readonly counts: Counts;
	/** 0–100. */
	readonly percent: number;
}

/** The sentence when work has stopped: because everything is done, or because a person has to act. */
function stoppedSentence({ all, done, paused, wanted, failed, cancelled }: Counts): string {
	if (paused > 0) return progressWords.paused(done, all, failed);
	if (wanted > 0) return progressWords.missing(wanted, done, all, failed);
	return progressWords.finished(done, failed, cancelled);
}

/**
 * Decides what a screen reader announces: the start, about every tenth, new errors, and the end. A progress bar is not
 * a live region (WCAG technique ARIA25), so this is its only voice.
 */
export class Announcer {
	#working = false;
	#step = 0;
	#failed = 0;
	#announcedAt = Number.NEGATIVE_INFINITY;

	/** The sentence to announce now, if any. */
	next(now: number, { counts, percent }: ProgressSnapshot): string | undefined {
		const { all, working, failed } = counts;
		const step = Math.floor(percent / STEP);
		const newlyFailed = failed - this.#failed;
		if (working === 0) {
			const finished = this.#working;
			this.#working = false;
			this.#step = 0;
			this.#failed = failed;
			if (!finished || all === 0) return undefined;
			this.#announcedAt = now;
			return stoppedSentence(counts);
		}
		if (!this.#working) {
			this.#working = true;
			this.#step = step;
			this.#failed = failed;
			this.#announcedAt = now;
			return progressWords.working(working);
		}
		if (now - this.#announcedAt < MIN_INTERVAL_MS || (step <= this.#step && newlyFailed <= 0))
			return undefined;
		this.#step = step;
		this.#failed = failed;
		this.#announcedAt = now;
		return progressWords.percentDone(step * STEP, newlyFailed);
	}
}
