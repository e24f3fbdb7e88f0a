/** Between two spoken sentences about progress, in milliseconds: a voice takes some seconds for one. */
const QUIET_MS = 5_000;

/** Percent between two spoken steps. */
const STEP = 10;

/** What is spoken about. */
export interface Spoken {
	readonly all: number;
	readonly working: number;
	readonly failed: number;
	/** 0–100. */
	readonly percent: number;
}

function files(count: number): string {
	return count === 1 ? "1 file" : `${count} files`;
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
	next(now: number, { all, working, failed, percent }: Spoken): string | undefined {
		const step = Math.floor(percent / STEP);
		const newlyFailed = failed - this.#failed;
		if (working === 0) {
			const finished = this.#working;
			this.#working = false;
			this.#step = 0;
			this.#failed = failed;
			if (!finished || all === 0) return undefined;
			this.#saidAt = now;
			return failed === 0
				? `Finished. ${files(all)} done.`
				: `Finished. ${files(all - failed)} done, ${files(failed)} failed.`;
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
