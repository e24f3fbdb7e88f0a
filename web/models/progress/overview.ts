import type { Totals } from "../../../src/protocol/files/totals.ts";
import { IDLE, type PaceEstimate } from "./pace.ts";
import { type Counts, emptySums, STAGE_UNITS, type Sums } from "./tally.ts";

/** The progress of everything, or of one batch, at a glance. */
export interface Overview {
	readonly counts: Counts;
	/** Bytes of all files that can still finish, and how many of them are stored. */
	readonly bytes: number;
	readonly stored: number;
	/** Progress, 0–100: half for bytes that the server has, half for finished stages. */
	readonly percent: number;
	/** The same including bytes still in transit; never less than `percent`. */
	readonly sentPercent: number;
	/** Share of the files that failed, 0–1. */
	readonly failedShare: number;
	readonly pace: PaceEstimate;
	/** Files being uploaded, in the queue, and being read. */
	readonly sending: number;
	readonly waiting: number;
	readonly reading: number;
}

/** Half for bytes, by size, and half for stages, by file. Without any bytes only the files count. */
export function progressShare(bytes: number, size: number, staged: number): number {
	return ((size === 0 ? staged : Math.min(1, bytes / size)) + staged) / 2;
}

/** Derives an overview from running sums, and from the server's totals what only the server distinguishes. */
export function overviewOf(sums: Sums, totals: Totals | undefined, pace: PaceEstimate): Overview {
	const { counts, bytes, stored, sent, sending } = sums;
	const counted = counts.all - counts.cancelled;
	const finishable = counted - counts.failed;
	const failedShare = counted === 0 ? 0 : counts.failed / counted;
	const staged = finishable === 0 ? 0 : sums.staged / (finishable * STAGE_UNITS);
	const percentOf = (arrived: number) =>
		finishable === 0 ? 0 : 100 * (1 - failedShare) * progressShare(arrived, bytes, staged);
	return {
		counts: { ...counts },
		bytes,
		stored,
		percent: percentOf(stored),
		sentPercent: percentOf(sent),
		failedShare,
		pace,
		sending,
		waiting: totals === undefined ? 0 : totals.states.queued + totals.states.retrying,
		reading: totals?.states.processing ?? 0,
	};
}

/** The overview before anything is known. */
export function emptyOverview(): Overview {
	return overviewOf(emptySums(), undefined, IDLE);
}
