import { FINISH_RETRY_MS, LEASE_SILENT_MS } from "../limits.ts";
import type { DueTime } from "../state/due-times.ts";

/** When uploads need attention, and what that depends on. Times are milliseconds since 1970. */
export interface UploadTimes {
	readonly now: number;
	/** Milliseconds that an unfinished upload is kept without a change. */
	readonly keepMs: number;
	/** A failed finish is not tried again before this time. */
	readonly finishAt: number;
	/** Uploads that wait for bytes, by when they last changed, the least recently changed first. */
	readonly waiting: Iterable<DueTime>;
	/** Uploads whose parts are all stored. */
	readonly finishable: Iterable<DueTime>;
	/** Whether a writer holds the upload's lease. */
	isHeld(n: number): boolean;
	isFinishing(n: number): boolean;
}

/**
 * When uploads need the actor awake; `undefined` when none does. Looks at the first that counts: those passed over are being
 * finished at this moment, or have a writer although they expire within `LEASE_SILENT_MS`.
 */
export function uploadWakeTime(times: UploadTimes): number | undefined {
	const { now, keepMs, finishAt, waiting, finishable } = times;
	let first: number | undefined;
	for (const { n } of finishable) {
		const isFinishing = times.isFinishing(n);
		// While a finish is running, the alarm only covers the case that this actor dies over it.
		first = Math.max(finishAt, isFinishing ? now + FINISH_RETRY_MS : now);
		if (!isFinishing) break;
	}
	for (const { n, at } of waiting) {
		const expiry = at + keepMs;
		const due = times.isHeld(n) ? Math.max(now + LEASE_SILENT_MS, expiry) : expiry;
		first = Math.min(first ?? due, due);
		// All others expire later.
		if (due === expiry) break;
	}
	return first;
}

/** The uploads that nobody has changed for `keepMs` and nobody writes. */
export function expiredUploads({ now, keepMs, waiting, finishable, isHeld }: UploadTimes): number[] {
	const expired: number[] = [];
	for (const uploads of [waiting, finishable])
		for (const { n, at } of uploads) {
			if (at + keepMs > now) break;
			if (!isHeld(n)) expired.push(n);
		}
	return expired;
}
