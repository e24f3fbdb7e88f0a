import { type Line, lineOf } from "../../protocol/files/queue-line.ts";
import type { Span } from "../../protocol/stream/frame.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import { leftOfFile } from "../../protocol/stream/time-left.ts";
import type { QueueStatus } from "./job-message.ts";

/** The seed tells one number, not a span: its middle. */
function middle({ from, to }: Span): number {
	return (from + to) / 2;
}

function seconds(left: Span | undefined): number | null {
	return left === undefined ? null : Math.round(middle(left) / 1000);
}

/** What can be said of the time ahead, as of one moment. The line is worked out when it is first asked for. */
export class Outlook {
	readonly #state: SessionState;
	readonly #now: number;
	#line: Line | undefined;

	constructor(state: SessionState, now: number) {
		this.#state = state;
		this.#now = now;
	}

	get #places(): Line {
		this.#line ??= lineOf(this.#state.files.values());
		return this.#line;
	}

	#instant(left: Span | undefined): string | null {
		return left === undefined ? null : new Date(this.#now + middle(left)).toISOString();
	}

	#leftOf(n: number): Span | undefined {
		return leftOfFile(this.#places, n, this.#state.gauges.timeLeft);
	}

	/** When a file will be done; `null` when nobody can tell. */
	completionOf(n: number): string | null {
		return this.#state.gauges.timeLeft ? this.#instant(this.#leftOf(n)) : null;
	}

	/** The queue, with so many of those that wait. */
	queue(most: number): QueueStatus {
		const { queued, retrying, processing } = this.#state.totals.states;
		const { timeLeft } = this.#state.gauges;
		const left = timeLeft && queued + retrying + processing > 0 ? timeLeft.queue : undefined;
		const waiting = [...this.#places].filter(([n]) => this.#state.files.get(n)?.state === "queued");
		return {
			position: waiting.length > 0 ? 1 : 0,
			queueLength: queued + retrying,
			processing,
			estimatedWait: seconds(left),
			estimatedCompletion: this.#instant(left),
			jobs: waiting.slice(0, most).map(([n, { rank }]) => {
				return { jobId: String(n), position: rank + 1, estimatedWait: seconds(this.#leftOf(n)) };
			}),
		};
	}
}
