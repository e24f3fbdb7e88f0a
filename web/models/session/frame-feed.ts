import type { Cursor } from "../../../src/protocol/stream/cursor.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import { type Placement, placeFrame } from "../../../src/protocol/stream/place-frame.ts";

/**
 * Changes applied at a time. Ten thousand take 30–80 ms, too long for one task; two thousand take less than a frame
 * even on a slow machine.
 */
const MAX_SLICE = 2_000;

/**
 * Accepts frames in order and applies them in pieces small enough not to block the page. The placement of a frame is
 * decided on arrival, against everything accepted so far, so it is correct although applying may lag behind.
 */
export class FrameFeed {
	#fold: (piece: Frame) => void;
	#defer: (work: () => void) => void;
	#accepted: Cursor | undefined;
	#pieces: Frame[] = [];
	/** Raised when pending pieces are discarded, so that deferred work notices that it is outdated. */
	#generation = 0;

	constructor(apply: (piece: Frame) => void, defer: (work: () => void) => void) {
		this.#fold = apply;
		this.#defer = defer;
	}

	/** The cursor: everything up to it is applied or pending. */
	get cursor(): Cursor | undefined {
		return this.#accepted;
	}

	/** Whether pieces are pending, so that the applied state is incomplete. */
	get busy(): boolean {
		return this.#pieces.length > 0;
	}

	accept(frame: Frame): Placement {
		const placement = placeFrame(this.#accepted, frame);
		if (placement !== "apply" && placement !== "reset") return placement;
		if (placement === "reset") this.#discardPending();
		this.#accepted = { epoch: frame.epoch, seq: frame.to };
		const wasBusy = this.busy;
		this.#pieces.push(...splitFrame(frame));
		if (!wasBusy) this.#next();
		return placement;
	}

	clear(): void {
		this.#discardPending();
		this.#accepted = undefined;
	}

	#discardPending(): void {
		this.#pieces = [];
		this.#generation++;
	}

	#next(): void {
		const piece = this.#pieces.shift();
		if (piece === undefined) return;
		this.#fold(piece);
		if (!this.busy) return;
		const generation = this.#generation;
		this.#defer(() => {
			if (generation === this.#generation) this.#next();
		});
	}
}

/** Splits a frame into frames: only the first resets, and only the last advances the cursor. */
function splitFrame(frame: Frame): readonly Frame[] {
	const { changes } = frame;
	if (changes.length <= MAX_SLICE) return [frame];
	const { reset: _, gauges: __, ...rest } = frame;
	const pieces: Frame[] = [];
	for (let start = 0; start < changes.length; start += MAX_SLICE) {
		const some = changes.slice(start, start + MAX_SLICE);
		const isLast = start + MAX_SLICE >= changes.length;
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
