import { type Progressed, Speed } from "./speed.ts";

/** The calm average's half-life, in milliseconds: five times the quick one's, so that the two differ when speed does. */
const CALM_HALF_LIFE_MS = 15_000;

/** Nothing is said about the time left before work was watched for this long, in milliseconds. */
const LEAST_WATCHED_MS = 2_000;

/** Stored files that wait for longer than this, in seconds, show that developing is slower than sending. */
const BACKLOG_S = 1;

/** A forecast beyond this, in seconds, is none: nearly nothing arrives. */
const LONGEST_S = 48 * 3600;

/** Why nothing moves for now. */
export type Halt = "paused" | "offline" | "slowed";

/** Seconds until the end, from a hopeful to a cautious guess. */
export interface TimeLeft {
	readonly from: number;
	readonly to: number;
}

/** What is still to be done. */
export interface Remaining {
	readonly bytes: number;
	/** Files that are not finished, and of these the ones whose bytes are all stored. */
	readonly files: number;
	readonly backlog: number;
}

/** How fast it goes, and how long it will take. */
export interface Pace {
	/** Bytes stored and files finished, per second. */
	readonly speed: Progressed;
	readonly left?: TimeLeft;
	readonly halt?: Halt;
}

export const STANDING: Pace = { speed: { bytes: 0, files: 0 } };

/** Seconds at these rates: of the bytes, and of the files too once developing is what holds the work up. */
function secondsAt(rate: Progressed, { bytes, files, backlog }: Remaining): number {
	const sending = bytes > 0 ? bytes / rate.bytes : 0;
	const isBehind = backlog > 0 && (bytes === 0 || backlog / rate.files > BACKLOG_S);
	return Math.max(sending, isBehind ? files / rate.files : 0);
}

/**
 * Forecasts from two moving averages of what the server has stored and finished. Where they agree the time is sure; where
 * they do not, it lies between them. While something halts the work, the last forecast stands and tells why.
 */
export class PaceMaker {
	#quick = new Speed();
	#calm = new Speed(CALM_HALF_LIFE_MS);
	#left: TimeLeft | undefined;

	sample(at: number, progressed: Progressed, remaining: Remaining, halt?: Halt): Pace {
		const left = this.#left;
		if (halt !== undefined) {
			this.#quick.rest();
			this.#calm.rest();
			return { ...STANDING, halt, ...(left && { left }) };
		}
		const quick = this.#quick.sample(at, progressed);
		const calm = this.#calm.sample(at, progressed);
		this.#left = this.#quick.watched < LEAST_WATCHED_MS ? left : between(quick, calm, remaining);
		return { speed: quick, ...(this.#left && { left: this.#left }) };
	}

	/** Begins anew, for the next piece of work. */
	reset(): void {
		this.#quick.reset();
		this.#calm.reset();
		this.#left = undefined;
	}
}

function between(quick: Progressed, calm: Progressed, remaining: Remaining): TimeLeft | undefined {
	const guesses = [secondsAt(quick, remaining), secondsAt(calm, remaining)];
	const to = Math.max(...guesses);
	return to <= LONGEST_S ? { from: Math.min(...guesses), to } : undefined;
}
