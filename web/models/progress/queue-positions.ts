import { type ReadonlySignal, signal } from "@preact/signals";
import { type ReadingOrder, readingOrder } from "../../../src/protocol/files/reading-order.ts";
import type { SessionState } from "../../../src/protocol/stream/session-state.ts";
import { elapse, timeLeftOfFile } from "../../../src/protocol/stream/time-left.ts";
import type { SecondsLeft } from "./pace.ts";

/** A file's position in the queue. */
export interface QueuePosition {
	/** Files that are read before it. */
	readonly rank: number;
	/** Time until it is done, as the server expects; absent if unknown. */
	readonly left?: SecondsLeft;
}

/** The positions of all waiting files at one moment. */
export interface QueuePositions {
	of(n: number): QueuePosition | undefined;
}

const EMPTY_QUEUE: QueuePositions = { of: () => undefined };

/**
 * Tracks queue positions. They are computed from the records about once a second, because every position changes
 * whenever a file is done.
 */
export class QueueTracker {
	readonly #positions = signal<QueuePositions>(EMPTY_QUEUE);
	/** When the server's forecast arrived; the page's clock. */
	#forecastAt = 0;

	get positions(): ReadonlySignal<QueuePositions> {
		return this.#positions;
	}

	/** The server has sent a new forecast. */
	forecastReceived(at: number): void {
		this.#forecastAt = at;
	}

	/** Recomputes positions; called about once a second while there is work. */
	update(state: SessionState, now: number): void {
		const { queued, processing } = state.totals.states;
		if (queued + processing === 0) {
			this.#positions.value = EMPTY_QUEUE;
			return;
		}
		const order = readingOrder(state.files.values());
		this.#positions.value = { of: (n) => positionOf(order, n, state, now - this.#forecastAt) };
	}
}

function positionOf(
	order: ReadingOrder,
	n: number,
	{ gauges }: SessionState,
	elapsedMs: number,
): QueuePosition | undefined {
	const place = order.get(n);
	if (place === undefined) return undefined;
	const whole = timeLeftOfFile(place, gauges.timeLeft);
	if (whole === undefined) return { rank: place.rank };
	const { from, to } = gauges.timeLeft?.held === undefined ? elapse(whole, elapsedMs * place.share) : whole;
	return { rank: place.rank, left: { from: from / 1000, to: to / 1000 } };
}
