import { Speed, type WorkAmount } from "./speed.ts";

/**
 * Half-life of the slow average, in milliseconds: five times that of the fast one, so that the two differ while the
 * speed changes.
 */
const SLOW_HALF_LIFE_MS = 15_000;

/** Work is observed for this long, in milliseconds, before a time left is estimated. */
const MIN_OBSERVED_MS = 2_000;

/** A backlog of stored files longer than this, in seconds, shows that reading is slower than uploading. */
const BACKLOG_S = 1;

/** A longer forecast, in seconds, is dropped: almost nothing arrives. */
const MAX_FORECAST_S = 48 * 3600;

/** Why work is halted. */
export type HaltReason = "paused" | "offline" | "slowed";

/** Seconds left, from an optimistic to a cautious estimate. */
export interface SecondsLeft {
	readonly from: number;
	readonly to: number;
}

/** The work that remains. */
export interface WorkLeft {
	readonly bytes: number;
	/** Unfinished files, and how many of them are completely stored. */
	readonly files: number;
	readonly backlog: number;
}

/** Speed and estimated time left. */
export interface PaceEstimate {
	/** Bytes stored and files finished, per second. */
	readonly speed: WorkAmount;
	readonly left?: SecondsLeft;
	readonly halt?: HaltReason;
}

export const IDLE: PaceEstimate = { speed: { bytes: 0, files: 0 } };

/** Seconds at these rates: for the bytes, and for the files too once reading is the bottleneck. */
function secondsAt(rate: WorkAmount, { bytes, files, backlog }: WorkLeft): number {
	const sending = bytes > 0 ? bytes / rate.bytes : 0;
	const isBehind = backlog > 0 && (bytes === 0 || backlog / rate.files > BACKLOG_S);
	return Math.max(sending, isBehind ? files / rate.files : 0);
}

/**
 * Estimates from two moving averages of what the server has stored and finished. Where they agree the estimate is
 * certain; otherwise the time lies between them. While work is halted, the last estimate stands, with the reason.
 */
export class PaceEstimator {
	#fast = new Speed();
	#slow = new Speed(SLOW_HALF_LIFE_MS);
	#left: SecondsLeft | undefined;

	sample(at: number, progressed: WorkAmount, remaining: WorkLeft, halt?: HaltReason): PaceEstimate {
		const left = this.#left;
		if (halt !== undefined) {
			this.#fast.pause();
			this.#slow.pause();
			return { ...IDLE, halt, ...(left && { left }) };
		}
		const fast = this.#fast.sample(at, progressed);
		const slow = this.#slow.sample(at, progressed);
		this.#left = this.#fast.observedMs < MIN_OBSERVED_MS ? left : between(fast, slow, remaining);
		return { speed: fast, ...(this.#left && { left: this.#left }) };
	}

	/** Starts over for the next piece of work. */
	reset(): void {
		this.#fast.reset();
		this.#slow.reset();
		this.#left = undefined;
	}
}

function between(fast: WorkAmount, slow: WorkAmount, remaining: WorkLeft): SecondsLeft | undefined {
	const estimates = [secondsAt(fast, remaining), secondsAt(slow, remaining)];
	const to = Math.max(...estimates);
	return to <= MAX_FORECAST_S ? { from: Math.min(...estimates), to } : undefined;
}
