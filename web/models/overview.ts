import type { SessionState } from "../../src/protocol/session-state.ts";
import type { Counts } from "./file-list.ts";
import type { Progressed } from "./speed.ts";

/** The whole at a glance. */
export interface Overview {
	readonly files: number;
	/** Bytes of all files, and of these the stored ones. */
	readonly bytes: number;
	readonly stored: number;
	/** Of the whole, 0–100: the server's own measure. */
	readonly percent: number;
	/** Share of the files that failed, 0–1. */
	readonly failedShare: number;
	readonly speed: Progressed;
	/** Files on their way to the server, in its queue, and being read. */
	readonly sending: number;
	readonly waiting: number;
	readonly developing: number;
}

/** Reads the overview off the fold's running totals. Drafts count as files at nought percent. */
export function overviewOf({ totals }: SessionState, counts: Counts, speed: Progressed): Overview {
	const { states } = totals;
	const drafts = counts.all - totals.files;
	return {
		files: counts.all,
		bytes: totals.bytes,
		stored: totals.stored,
		percent: counts.all === 0 ? 0 : Math.min(100, totals.progress / counts.all),
		failedShare: counts.all === 0 ? 0 : counts.failed / counts.all,
		speed,
		sending: states.expected + states.uploading + Math.max(0, drafts),
		waiting: states.queued + states.retrying + states.paused,
		developing: states.processing,
	};
}
