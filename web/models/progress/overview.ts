import type { Totals } from "../../../src/protocol/files/totals.ts";
import { type Pace, STANDING } from "./pace.ts";
import { type Counts, noSums, type Sums, WHOLE_STAGES } from "./tally.ts";

/** The whole, or one batch, at a glance. */
export interface Overview {
	readonly counts: Counts;
	/** Bytes of all files that can still finish, and of these the stored ones. */
	readonly bytes: number;
	readonly stored: number;
	/** How far everything is, 0–100: one half are bytes that the server has, the other one stages that are done. */
	readonly percent: number;
	/** The same with the bytes that are still on their way, never less than `percent`. */
	readonly sentPercent: number;
	/** Share of the files that failed, 0–1. */
	readonly failedShare: number;
	readonly pace: Pace;
	/** Files on their way to the server, in its queue, and being read. */
	readonly sending: number;
	readonly waiting: number;
	readonly developing: number;
}

/** One half each: bytes count by their size, developing counts by files. Without any byte the files alone count. */
export function shareOf(bytes: number, size: number, staged: number): number {
	return ((size === 0 ? staged : Math.min(1, bytes / size)) + staged) / 2;
}

/** Reads an overview off running sums, and off the fold's totals for what only the server tells apart. */
export function overviewOf(sums: Sums, totals: Totals | undefined, pace: Pace): Overview {
	const { counts, bytes, stored, sent, sending } = sums;
	const meant = counts.all - counts.cancelled;
	const able = meant - counts.failed;
	const failedShare = meant === 0 ? 0 : counts.failed / meant;
	const staged = able === 0 ? 0 : sums.staged / (able * WHOLE_STAGES);
	const percentOf = (arrived: number) =>
		able === 0 ? 0 : 100 * (1 - failedShare) * shareOf(arrived, bytes, staged);
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
		developing: totals?.states.processing ?? 0,
	};
}

/** Before anything is known. */
export function noOverview(): Overview {
	return overviewOf(noSums(), undefined, STANDING);
}
