import { DIALECT_HEARTBEAT_MS, ORPHAN_AGE_MS, TRASH_RETRY_MS, UPLOAD_STALE_MS } from "../limits.ts";
import type { Loop } from "../session.ts";
import type { AlarmWishes } from "./next-alarm.ts";

/** What the shell knows of the moment besides the session itself. */
export interface Moment {
	/** Milliseconds since 1970. */
	readonly now: number;
	/** A slice of work is running: it looks after what waits. */
	readonly working: boolean;
	/** When the sockets of a dialect were told last that they live; `undefined` when there are none. */
	readonly heartbeatAt: number | undefined;
	/** When objects that belong to no file were last looked for; 0 when never. */
	readonly sweptAt: number;
	/** When everything goes. */
	readonly expiry: number;
	/** The resumable uploads, where there is anyone to ask. */
	readonly links?: { wish(): number | undefined } | undefined;
	readonly uploads?: { wish(): number | undefined; isWritten(file: number): boolean } | undefined;
}

/** Once after the last change, when what was under way then has long ended; never in a session that had no files. */
export function sweepAt(loop: Loop, sweptAt: number): number | undefined {
	const due = loop.changedAt + ORPHAN_AGE_MS;
	return loop.model.lastFile === 0 || sweptAt >= due ? undefined : due;
}

/** Everything that wants the actor awake at a time. */
export function wishesOf(loop: Loop, moment: Moment): AlarmWishes {
	const { now, working, heartbeatAt, sweptAt, expiry } = moment;
	const uploads = loop.queue.uploading().filter(({ n }) => !moment.uploads?.isWritten(n));
	return {
		work: !working && loop.queue.next(now) !== undefined ? now : undefined,
		retry: working ? undefined : loop.queue.retryAt(),
		stale: uploads.length === 0 ? undefined : Math.min(...uploads.map(({ at }) => at + UPLOAD_STALE_MS)),
		links: moment.links?.wish(),
		uploads: moment.uploads?.wish(),
		trash: loop.trash.waiting() || loop.text.vectors.waiting() ? now + TRASH_RETRY_MS : undefined,
		sweep: sweepAt(loop, sweptAt),
		heartbeat: heartbeatAt === undefined ? undefined : heartbeatAt + DIALECT_HEARTBEAT_MS,
		expiry,
	};
}
