import type { Cursor } from "../../../src/protocol/stream/cursor.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import { type Placement, placeFrame } from "../../../src/protocol/stream/place-frame.ts";

/**
 * Changes that are folded in one go. Ten thousand take 30–80 ms, too long for one task; two thousand stay below a
 * frame even on a slow machine.
 */
const SLICE = 2_000;

/**
 * Takes frames in order and hands them on in pieces that never hold the page up. Where a frame belongs is decided when it
 * arrives, against everything accepted so far, so the reader's rule is kept although folding may lag behind.
 */
export class FrameFeed {
	#fold: (piece: Frame) => void;
	#later: (work: () => void) => void;
	#accepted: Cursor | undefined;
	#pieces: Frame[] = [];
	/** Raised when everything that waited was made void; work that was put off then finds itself outdated. */
	#generation = 0;

	constructor(fold: (piece: Frame) => void, later: (work: () => void) => void) {
		this.#fold = fold;
		this.#later = later;
	}

	/** Where the reader stands: everything up to here is folded, or waits to be. */
	get cursor(): Cursor | undefined {
		return this.#accepted;
	}

	/** Whether pieces wait: what is folded so far is only a part of something. */
	get busy(): boolean {
		return this.#pieces.length > 0;
	}

	accept(frame: Frame): Placement {
		const placement = placeFrame(this.#accepted, frame);
		if (placement !== "apply" && placement !== "reset") return placement;
		if (placement === "reset") this.#void();
		this.#accepted = { epoch: frame.epoch, seq: frame.to };
		const wasBusy = this.busy;
		this.#pieces.push(...cut(frame));
		if (!wasBusy) this.#next();
		return placement;
	}

	clear(): void {
		this.#void();
		this.#accepted = undefined;
	}

	#void(): void {
		this.#pieces = [];
		this.#generation++;
	}

	#next(): void {
		const piece = this.#pieces.shift();
		if (piece === undefined) return;
		this.#fold(piece);
		if (!this.busy) return;
		const generation = this.#generation;
		this.#later(() => {
			if (generation === this.#generation) this.#next();
		});
	}
}

/** A frame as pieces that are frames themselves: only the first resets, and only the last moves on to the end. */
function cut(frame: Frame): readonly Frame[] {
	const { changes } = frame;
	if (changes.length <= SLICE) return [frame];
	const { reset: _, gauges: __, ...rest } = frame;
	const pieces: Frame[] = [];
	for (let start = 0; start < changes.length; start += SLICE) {
		const some = changes.slice(start, start + SLICE);
		const isLast = start + SLICE >= changes.length;
		pieces.push({
			...rest,
			changes: some,
			to: isLast ? frame.to : frame.from,
			...(start === 0 && frame.reset ? { reset: true } : {}),
			...(isLast && frame.gauges ? { gauges: frame.gauges } : {}),
		});
	}
	return pieces;
}
