import type { Counts } from "./tally.ts";

/** Between two spoken sentences about progress, in milliseconds: a voice takes some seconds for one. */
const QUIET_MS = 5_000;

/** Percent between two spoken steps. */
const STEP = 10;

/** What is spoken about. */
export interface Spoken {
	readonly counts: Counts;
	/** 0–100. */
	readonly percent: number;
}

function files(count: number): string {
	return count === 1 ? "1 file" : `${count} files`;
}

/** The sentence when nothing works any more: because all is over, or because somebody has to do something. */
function rested({ all, done, paused, wanted, failed, cancelled }: Counts): string {
	const failures = failed === 0 ? "" : `, ${files(failed)} failed`;
	if (paused > 0) return `Paused. ${done} of ${files(all)} done${failures}.`;
	if (wanted > 0)
		return `${files(wanted)} wanted: choose them again. ${done} of ${files(all)} done${failures}.`;
	return `Finished. ${files(done)} done${failures}${cancelled === 0 ? "" : `, ${cancelled} cancelled`}.`;
}

/**
 * Decides what a screen reader says of the whole: the start, about every tenth, new errors, and the end. A progress bar is
 * no live region (WCAG technique ARIA25), so this is the only voice that it has.
 */
export class Announcer {
	#working = false;
	#step = 0;
	#failed = 0;
	#saidAt = Number.NEGATIVE_INFINITY;

	/** The sentence to say now, if any. */
	next(now: number, { counts, percent }: Spoken): string | undefined {
		const { all, working, failed } = counts;
		const step = Math.floor(percent / STEP);
		const newlyFailed = failed - this.#failed;
		if (working === 0) {
			const finished = this.#working;
			this.#working = false;
			this.#step = 0;
			this.#failed = failed;
			if (!finished || all === 0) return undefined;
			this.#saidAt = now;
			return rested(counts);
		}
		if (!this.#working) {
			this.#working = true;
			this.#step = step;
			this.#failed = failed;
			this.#saidAt = now;
			return `Working on ${files(working)}.`;
		}
		if (now - this.#saidAt < QUIET_MS || (step <= this.#step && newlyFailed <= 0)) return undefined;
		this.#step = step;
		this.#failed = failed;
		this.#saidAt = now;
		const errors = newlyFailed > 0 ? ` ${files(newlyFailed)} failed.` : "";
		return `${step * STEP} percent done.${errors}`;
	}
}
