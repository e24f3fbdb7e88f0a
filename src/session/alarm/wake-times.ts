import { DIALECT_HEARTBEAT_MS } from "../../protocol/limits.ts";
import { DELETION_RETRY_MS, ORPHAN_AGE_MS, UPLOAD_STALE_MS } from "../limits.ts";
import type { ReadQueue } from "../queue/read-queue.ts";

/** Everything that may need the actor awake at some time; milliseconds since 1970, `undefined` when it needs nothing. */
export interface WakeTimes {
	/** A file may be read: now, when its retry is due, or when an extractor is asked again. */
	readonly work: number | undefined;
	/** The oldest upload under way is presumed dead. */
	readonly stale: number | undefined;
	/** A link is due, or a fetch under way must be watched. */
	readonly links: number | undefined;
	/** An unfinished upload expires, or a complete one is to be finished. */
	readonly uploads: number | undefined;
	/** Objects or vectors wait to be deleted. */
	readonly deletions: number | undefined;
	/** Orphaned objects are to be collected. */
	readonly orphans: number | undefined;
	/** Sockets of a dialect are due a heartbeat. */
	readonly heartbeat: number | undefined;
	/** The session expires. */
	readonly expiry: number | undefined;
}

/** What wake times are computed from. */
export interface WakeContext {
	/** Milliseconds since 1970. */
	readonly now: number;
	readonly queue: ReadQueue;
	/** A slice of work is running, which takes care of waiting files. */
	readonly working: boolean;
	readonly hasDeletions: boolean;
	/** When the sockets of a dialect last got a heartbeat; `undefined` when there are none. */
	readonly heartbeatAt: number | undefined;
	/** When orphans are to be collected; `undefined` when they were, since the last change. */
	readonly orphansAt: number | undefined;
	readonly linksAt: number | undefined;
	readonly uploadsAt: number | undefined;
	isWritten(file: number): boolean;
	readonly expiry: number;
}

/** When orphaned objects are due: once after the last change, when every upload of then has ended. Never for a session without files. */
export function orphanCheckAt(
	{ changedAt, lastFile }: { readonly changedAt: number; readonly lastFile: number },
	checkedAt: number,
): number | undefined {
	const due = changedAt + ORPHAN_AGE_MS;
	return lastFile === 0 || checkedAt >= due ? undefined : due;
}

/** When the first upload is presumed dead. Looks only at that one, and at those before it that are being written at this moment. */
function staleAt({ queue, isWritten }: WakeContext): number | undefined {
	for (const { n, at } of queue.uploading()) if (!isWritten(n)) return at + UPLOAD_STALE_MS;
	return undefined;
}

/** Everything that needs the actor awake. */
export function wakeTimesOf(context: WakeContext): WakeTimes {
	const { now, queue, working, hasDeletions, heartbeatAt, orphansAt, linksAt, uploadsAt, expiry } = context;
	return {
		work: working ? undefined : queue.wakeAt(now),
		stale: staleAt(context),
		links: linksAt,
		uploads: uploadsAt,
		deletions: hasDeletions ? now + DELETION_RETRY_MS : undefined,
		orphans: orphansAt,
		heartbeat: heartbeatAt === undefined ? undefined : heartbeatAt + DIALECT_HEARTBEAT_MS,
		expiry,
	};
}

/** The actor's one alarm: the earliest wake time. `undefined` when there is none. */
export function nextAlarm(times: WakeTimes): number | undefined {
	let first: number | undefined;
	for (const time of Object.values(times) as (number | undefined)[])
		if (time !== undefined && (first === undefined || time < first)) first = time;
	return first;
}

/**
 * Whether the alarm must be set to a new time. An alarm that is too early costs a wake and corrects itself, while each setting
 * costs a row: so it is only moved to an earlier time.
 */
export function mustReset(present: number | null, wanted: number | undefined): wanted is number {
	return wanted !== undefined && (present === null || wanted < present);
}
