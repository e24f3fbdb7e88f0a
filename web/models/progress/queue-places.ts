import { type ReadonlySignal, signal } from "@preact/signals";
import { type Line, lineOf } from "../../../src/protocol/files/queue-line.ts";
import type { SessionState } from "../../../src/protocol/stream/session-state.ts";
import { elapse, leftOfFile } from "../../../src/protocol/stream/time-left.ts";
import type { TimeLeft } from "./pace.ts";

/** Where a file waits. */
export interface QueuePlace {
	/** Files that are read before it. */
	readonly rank: number;
	/** Until it is done, as the server expects; absent while nobody can tell. */
	readonly left?: TimeLeft;
}

/** The places of waiting files, as of one moment. */
export interface QueuePlaces {
	of(n: number): QueuePlace | undefined;
}

const NOBODY_WAITS: QueuePlaces = { of: () => undefined };

/** Who is read when: worked out from the records now and then, because it changes for everybody whenever one is done. */
export class QueueWatch {
	readonly #places = signal<QueuePlaces>(NOBODY_WAITS);
	/** When the server told how long it will take; the page's clock. */
	#toldAt = 0;

	get places(): ReadonlySignal<QueuePlaces> {
		return this.#places;
	}

	/** The server has told it anew. */
	told(at: number): void {
		this.#toldAt = at;
	}

	/** Looks through the records; called about once a second while there is work. */
	look(state: SessionState, now: number): void {
		const { queued, processing } = state.totals.states;
		if (queued + processing === 0) {
			this.#places.value = NOBODY_WAITS;
			return;
		}
		const line = lineOf(state.files.values());
		this.#places.value = { of: (n) => placeIn(line, n, state, now - this.#toldAt) };
	}
}

function placeIn(line: Line, n: number, { gauges }: SessionState, passed: number): QueuePlace | undefined {
	const place = line.get(n);
	if (place === undefined) return undefined;
	const whole = leftOfFile(line, n, gauges.timeLeft);
	if (whole === undefined) return { rank: place.rank };
	const { from, to } = gauges.timeLeft?.held === undefined ? elapse(whole, passed * place.share) : whole;
	return { rank: place.rank, left: { from: from / 1000, to: to / 1000 } };
}
