import type { FileRecord } from "../../protocol/files/file-record.ts";
import { type ReadingIndex, readingIndexOf } from "../../protocol/files/reading-index.ts";
import type { ReadingPosition } from "../../protocol/files/reading-order.ts";
import type { DurationRange } from "../../protocol/stream/frame.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import { timeLeftOfFile } from "../../protocol/stream/time-left.ts";
import type { QueueStatus } from "./job-message.ts";

/** The seed has one number where we have a range: its middle, in milliseconds. */
function middle({ from, to }: DurationRange): number {
	return (from + to) / 2;
}

function seconds(left: DurationRange | undefined): number | null {
	return left === undefined ? null : Math.round(middle(left) / 1000);
}

/** The queue and its estimated times at one moment, in the seed's terms. */
export class QueueEstimate {
	readonly #state: SessionState;
	readonly #now: number;
	#index: ReadingIndex | undefined;

	constructor(state: SessionState, now: number) {
		this.#state = state;
		this.#now = now;
	}

	get #readingIndex(): ReadingIndex {
		this.#index ??= readingIndexOf(this.#state);
		return this.#index;
	}

	#instant(left: DurationRange | undefined): string | null {
		return left === undefined ? null : new Date(this.#now + middle(left)).toISOString();
	}

	#timeLeftAt(position: ReadingPosition | undefined): DurationRange | undefined {
		return timeLeftOfFile(position, this.#state.gauges.timeLeft);
	}

	/** When a file will be done (ISO 8601); `null` when there is no estimate. `file`: its present record. */
	completionOf(file: FileRecord): string | null {
		if (!this.#state.gauges.timeLeft) return null;
		return this.#instant(this.#timeLeftAt(this.#readingIndex.positionOf(file)));
	}

	/** The status of the queue, with at most `limit` of the waiting jobs. */
	status(limit: number): QueueStatus {
		const { queued, retrying, processing } = this.#state.totals.states;
		const { timeLeft } = this.#state.gauges;
		const left = timeLeft && queued + retrying + processing > 0 ? timeLeft.queue : undefined;
		return {
			position: queued > 0 ? 1 : 0,
			queueLength: queued + retrying,
			processing,
			estimatedWait: seconds(left),
			estimatedCompletion: this.#instant(left),
			jobs: this.#readingIndex.waiting(limit).map(([{ n }, position]) => ({
				jobId: String(n),
				position: position.rank + 1,
				estimatedWait: seconds(this.#timeLeftAt(position)),
			})),
		};
	}
}
