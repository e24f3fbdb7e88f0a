import { type ReadingOrder, readingOrder } from "../../protocol/files/reading-order.ts";
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

/** The queue and its estimated times at one moment, in the seed's terms. The reading order is computed on first use. */
export class QueueEstimate {
	readonly #state: SessionState;
	readonly #now: number;
	#order: ReadingOrder | undefined;

	constructor(state: SessionState, now: number) {
		this.#state = state;
		this.#now = now;
	}

	get #readingOrder(): ReadingOrder {
		this.#order ??= readingOrder(this.#state.files.values());
		return this.#order;
	}

	#instant(left: DurationRange | undefined): string | null {
		return left === undefined ? null : new Date(this.#now + middle(left)).toISOString();
	}

	#timeLeftOf(n: number): DurationRange | undefined {
		return timeLeftOfFile(this.#readingOrder, n, this.#state.gauges.timeLeft);
	}

	/** When a file will be done (ISO 8601); `null` when there is no estimate. */
	completionOf(n: number): string | null {
		return this.#state.gauges.timeLeft ? this.#instant(this.#timeLeftOf(n)) : null;
	}

	/** The status of the queue, with at most `limit` of the waiting jobs. */
	status(limit: number): QueueStatus {
		const { queued, retrying, processing } = this.#state.totals.states;
		const { timeLeft } = this.#state.gauges;
		const left = timeLeft && queued + retrying + processing > 0 ? timeLeft.queue : undefined;
		const waiting = [...this.#readingOrder].filter(([n]) => this.#state.files.get(n)?.state === "queued");
		return {
			position: waiting.length > 0 ? 1 : 0,
			queueLength: queued + retrying,
			processing,
			estimatedWait: seconds(left),
			estimatedCompletion: this.#instant(left),
			jobs: waiting.slice(0, limit).map(([n, { rank }]) => {
				return { jobId: String(n), position: rank + 1, estimatedWait: seconds(this.#timeLeftOf(n)) };
			}),
		};
	}
}
