import type { Change } from "../../protocol/files/change.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import { isTerminal } from "../../protocol/files/file-state.ts";
import { isFileChange } from "../../protocol/files/is-file-change.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import type { Dialect } from "../../session/stream/dialect.ts";
import { isPing } from "../ping.ts";
import type { JobMessage } from "./job-message.ts";
import { currentMessage, messagesForChange } from "./jobs.ts";
import { QueueEstimate } from "./queue-estimate.ts";

/*
 * Seed 004: the messages of the socket `/ws/:user_id`, and the answers for clients that cannot open one. A user is a
 * session, a job is a file of any kind. There are four types of messages: `progress_update`, `processing_complete`,
 * `processing_error`, `queue_update`.
 */

/** Messages that are kept for a user who is away, about a quarter of a megabyte; with more, only the current status of each job is sent. */
const MAX_KEPT_MESSAGES = 1_000;

/** Jobs in one `queue_update`: what a page shows of a queue. `queue-status` lists all. */
const JOBS_IN_UPDATE = 10;

/** The questions that HTTP routes ask. */
export const STATUS_ALL = "status-all";
export const QUEUE_STATUS = "queue-status";

function messagesOf(changes: readonly Change[], state: SessionState, estimate: QueueEstimate): JobMessage[] {
	return changes.flatMap((change) => {
		const file = isFileChange(change) ? state.files.get(change.file) : undefined;
		return file && isFileChange(change) ? messagesForChange(change, file, estimate) : [];
	});
}

/** Whether a change affects the queue. */
function movesQueue(change: Change): boolean {
	return isFileChange(change) && (change.state !== undefined || change.removed === true);
}

function queueUpdate(estimate: QueueEstimate): string {
	return JSON.stringify({ type: "queue_update", ...estimate.status(JOBS_IN_UPDATE) });
}

/** Sorts active jobs first, then the latest to end: what a bounded message list must not lose comes first. */
function activeFirst(a: FileRecord, b: FileRecord): number {
	return Number(isTerminal(a.state)) - Number(isTerminal(b.state)) || b.at - a.at;
}

/** The current status of each job; a job that has ended is included if it is among what was `missed`, or if that is unknown. */
function currentMessages(
	state: SessionState,
	missed: readonly Change[] | undefined,
	estimate: QueueEstimate,
): JobMessage[] {
	const mentioned = missed && new Set(missed.map((change) => (isFileChange(change) ? change.file : 0)));
	return [...state.files.values()]
		.filter(({ n, state }) => !isTerminal(state) || mentioned === undefined || mentioned.has(n))
		.sort(activeFirst)
		.map((file) => currentMessage(file, estimate));
}

/** The contract of seed 004, as a map from changes to messages. */
export const videos: Dialect = {
	name: "videos",
	keepsMissed: true,

	greet(_key, state, now, missed) {
		const estimate = new QueueEstimate(state, now);
		const kept = missed && messagesOf(missed, state, estimate);
		const messages =
			kept === undefined || kept.length > MAX_KEPT_MESSAGES
				? currentMessages(state, missed, estimate).slice(0, MAX_KEPT_MESSAGES)
				: [
						...kept,
						...unmentionedActiveJobs(state, missed, estimate).slice(0, MAX_KEPT_MESSAGES - kept.length),
					];
		const texts = messages.map((message) => JSON.stringify(message));
		const { queued, retrying, processing } = state.totals.states;
		return queued + retrying + processing > 0 ? [...texts, queueUpdate(estimate)] : texts;
	},

	translate(_key, changes, state, now) {
		const estimate = new QueueEstimate(state, now);
		const texts = messagesOf(changes, state, estimate).map((message) => JSON.stringify(message));
		return changes.some(movesQueue) ? [...texts, queueUpdate(estimate)] : texts;
	},

	answer(question, state, now, missed) {
		const estimate = new QueueEstimate(state, now);
		if (question === QUEUE_STATUS) return JSON.stringify(estimate.status(state.files.size));
		if (question === STATUS_ALL) return JSON.stringify(currentMessages(state, missed(), estimate));
	},

	reply(text) {
		return isPing(text) ? [JSON.stringify({ type: "pong" })] : [];
	},
};

/** The current status of active jobs about which nothing was missed: a page that was just loaded knows none of them. */
function unmentionedActiveJobs(
	state: SessionState,
	missed: readonly Change[] | undefined,
	estimate: QueueEstimate,
): JobMessage[] {
	const mentioned = new Set(missed?.map((change) => (isFileChange(change) ? change.file : 0)));
	const jobs = [...state.files.values()].filter(({ n, state }) => !isTerminal(state) && !mentioned.has(n));
	return jobs.sort(activeFirst).map((file) => currentMessage(file, estimate));
}
