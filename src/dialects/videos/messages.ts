import type { Change } from "../../protocol/files/change.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import { isFileChange } from "../../protocol/files/is-file-change.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import type { Dialect } from "../../session/stream/dialect.ts";
import { isPing } from "../ping.ts";
import type { JobMessage } from "./job-message.ts";
import { isOver, standing, told } from "./jobs.ts";
import { Outlook } from "./outlook.ts";

/*
 * Seed 004: what the socket `/ws/:user_id` says, and what those hear who cannot open one. A user is a session, a job is a
 * file of any kind. Four types of messages: `progress_update`, `processing_complete`, `processing_error`,
 * `queue_update`.
 */

/** Messages that are kept for a user who is away; of more, only where each job stands. About a quarter of a megabyte. */
const MAX_KEPT_MESSAGES = 1_000;

/** Jobs in one `queue_update`: what a page shows of a queue. `queue-status` tells all. */
const JOBS_IN_UPDATE = 10;

/** The questions that may be polled. */
export const STATUS_ALL = "status-all";
export const QUEUE_STATUS = "queue-status";

function messagesOf(changes: readonly Change[], state: SessionState, outlook: Outlook): JobMessage[] {
	return changes.flatMap((change) => {
		const file = isFileChange(change) ? state.files.get(change.file) : undefined;
		return file && isFileChange(change) ? told(change, file, outlook) : [];
	});
}

/** Whether a change moves the queue. */
function movesQueue(change: Change): boolean {
	return isFileChange(change) && (change.state !== undefined || change.removed === true);
}

function queueUpdate(outlook: Outlook): string {
	return JSON.stringify({ type: "queue_update", ...outlook.queue(JOBS_IN_UPDATE) });
}

/** What is under way first, then what ended last: who has been away for long is told of no more than the bound. */
function byNews(a: FileRecord, b: FileRecord): number {
	return Number(isOver(a.state)) - Number(isOver(b.state)) || b.at - a.at;
}

/** Where each job stands; of those that are over, only when they are among what was `missed`, or nobody knows what was. */
function whereTheyStand(
	state: SessionState,
	missed: readonly Change[] | undefined,
	outlook: Outlook,
): JobMessage[] {
	const news = missed && new Set(missed.map((change) => (isFileChange(change) ? change.file : 0)));
	return [...state.files.values()]
		.filter((file) => !isOver(file.state) || news === undefined || news.has(file.n))
		.sort(byNews)
		.map((file) => standing(file, outlook));
}

/** The contract of seed 004, as a map from changes to messages. */
export const videos: Dialect = {
	name: "videos",
	keeps: true,

	greet(_key, state, now, missed) {
		const outlook = new Outlook(state, now);
		const kept = missed && messagesOf(missed, state, outlook);
		const messages =
			kept === undefined || kept.length > MAX_KEPT_MESSAGES
				? whereTheyStand(state, missed, outlook).slice(0, MAX_KEPT_MESSAGES)
				: [...kept, ...underWay(state, missed, outlook).slice(0, MAX_KEPT_MESSAGES - kept.length)];
		const texts = messages.map((message) => JSON.stringify(message));
		const { queued, retrying, processing } = state.totals.states;
		return queued + retrying + processing > 0 ? [...texts, queueUpdate(outlook)] : texts;
	},

	translate(_key, changes, state, now) {
		const outlook = new Outlook(state, now);
		const texts = messagesOf(changes, state, outlook).map((message) => JSON.stringify(message));
		return changes.some(movesQueue) ? [...texts, queueUpdate(outlook)] : texts;
	},

	answer(question, state, now, missed) {
		const outlook = new Outlook(state, now);
		if (question === QUEUE_STATUS) return JSON.stringify(outlook.queue(state.files.size));
		if (question === STATUS_ALL) return JSON.stringify(whereTheyStand(state, missed(), outlook));
	},

	hear(text) {
		return isPing(text) ? [JSON.stringify({ type: "pong" })] : [];
	},
};

/** Jobs under way of which nothing was missed: a page that was loaded anew knows of none. */
function underWay(
	state: SessionState,
	missed: readonly Change[] | undefined,
	outlook: Outlook,
): JobMessage[] {
	const news = new Set(missed?.map((change) => (isFileChange(change) ? change.file : 0)));
	const rest = [...state.files.values()].filter((file) => !isOver(file.state) && !news.has(file.n));
	return rest.sort(byNews).map((file) => standing(file, outlook));
}
