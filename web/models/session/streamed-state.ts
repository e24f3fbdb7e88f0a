import { type ReadonlySignal, signal } from "@preact/signals";
import type { Cursor } from "../../../src/protocol/stream/cursor.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import type { Placement } from "../../../src/protocol/stream/place-frame.ts";
import { applyFrame, emptyState, type SessionState } from "../../../src/protocol/stream/session-state.ts";
import { FrameFeed } from "./frame-feed.ts";

/** Called with each applied piece of a frame, and the numbers of the files that a snapshot has replaced. */
export type PieceListener = (piece: Frame, replaced: Iterable<number>) => void;

/**
 * The session's state as received from the stream, and whether the server has confirmed it or it only comes from
 * storage.
 */
export class StreamedState {
	/**
	 * Whether the server has confirmed the list. Before that, an empty list means nothing, and a full one may be old.
	 */
	readonly isConfirmed: ReadonlySignal<boolean>;
	#isConfirmed = signal(false);
	#state = emptyState();
	#feed: FrameFeed;
	#isTrusted = false;
	#listeners: PieceListener[] = [];

	constructor(defer: (work: () => void) => void) {
		this.#feed = new FrameFeed((piece) => this.#apply(piece), defer);
		this.isConfirmed = this.#isConfirmed;
	}

	/** Adds a listener that is called after each piece was applied. */
	onPiece(listener: PieceListener): void {
		this.#listeners.push(listener);
	}

	/** The state so far: in the middle of a large frame, a part of it. */
	get state(): SessionState {
		return this.#state;
	}

	/** Whether a large frame is only partly applied. */
	get isPartial(): boolean {
		return this.#feed.busy;
	}

	/** The complete state; `undefined` before there is any, and in the middle of a frame. */
	wholeState(): SessionState | undefined {
		return this.#feed.busy || this.#state.epoch === "" ? undefined : this.#state;
	}

	cursor(): Cursor | undefined {
		return this.#feed.cursor;
	}

	/** Accepts a frame, placed by `placeFrame`. */
	deliver(frame: Frame): Placement {
		const placement = this.#feed.accept(frame);
		if (placement === "apply" || placement === "reset") this.confirm();
		return placement;
	}

	/** Shows a saved list until the server confirms or replaces it. */
	restore(snapshot: Frame): void {
		this.#feed.accept(snapshot);
	}

	/** The server has confirmed, by a frame or without one, that the state is current. */
	confirm(): void {
		this.#isTrusted = true;
		if (!this.#feed.busy && this.#state.epoch !== "") this.#isConfirmed.value = true;
	}

	/** Whether the server is working on any file, or waiting for its bytes. */
	hasWork(): boolean {
		const { expected, uploading, queued, processing, retrying } = this.#state.totals.states;
		return expected + uploading + queued + processing + retrying > 0;
	}

	/** Clears everything: the session no longer exists. */
	clear(): void {
		this.#feed.clear();
		this.#state = emptyState();
		this.#isTrusted = false;
		this.#isConfirmed.value = false;
	}

	/** Resolves once the server has confirmed the list. */
	async whenConfirmed(): Promise<void> {
		if (this.#isConfirmed.peek()) return;
		await new Promise<void>((resolve) => {
			const stop = this.#isConfirmed.subscribe((isConfirmed) => {
				if (!isConfirmed) return;
				resolve();
				queueMicrotask(() => stop());
			});
		});
	}

	#apply(piece: Frame): void {
		const replaced = piece.reset ? [...this.#state.files.keys()] : [];
		applyFrame(this.#state, piece);
		for (const listener of this.#listeners) listener(piece, replaced);
		if (this.#isTrusted) this.confirm();
	}
}
