import { type ReadonlySignal, signal } from "@preact/signals";
import type { Cursor } from "../../../src/protocol/stream/cursor.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import type { Placement } from "../../../src/protocol/stream/place-frame.ts";
import { applyFrame, emptyState, type SessionState } from "../../../src/protocol/stream/session-state.ts";
import { FrameFeed } from "./frame-feed.ts";

/** Told of each piece of a frame after it was folded, with the numbers of the files that a snapshot has replaced. */
export type PieceListener = (piece: Frame, replaced: Iterable<number>) => void;

/** The session's state as the stream tells it, and whether that is the server's own word or only what storage has kept of it. */
export class StreamedState {
	/** Whether the server's own list is here: before, an empty list means nothing, and a full one may be old. */
	readonly known: ReadonlySignal<boolean>;
	#known = signal(false);
	#state = emptyState();
	#feed: FrameFeed;
	#isTrusted = false;
	#listeners: PieceListener[] = [];

	constructor(later: (work: () => void) => void) {
		this.#feed = new FrameFeed((piece) => this.#fold(piece), later);
		this.known = this.#known;
	}

	/** Called with each piece of a frame, after it was folded. */
	onPiece(listener: PieceListener): void {
		this.#listeners.push(listener);
	}

	/** What is folded so far: in the middle of a large frame, a part of it. */
	get state(): SessionState {
		return this.#state;
	}

	/** Whether the state is a part of something. */
	get busy(): boolean {
		return this.#feed.busy;
	}

	/** The state, while it is whole; `undefined` before there is any, and in the middle of a frame. */
	settled(): SessionState | undefined {
		return this.#feed.busy || this.#state.epoch === "" ? undefined : this.#state;
	}

	cursor(): Cursor | undefined {
		return this.#feed.cursor;
	}

	/** Takes a frame that arrived, by the reader's one rule. */
	deliver(frame: Frame): Placement {
		const placement = this.#feed.accept(frame);
		if (placement === "apply" || placement === "reset") this.confirm();
		return placement;
	}

	/** Shows a list that an earlier life of the page has left, until the server says what became of it. */
	restore(snapshot: Frame): void {
		this.#feed.accept(snapshot);
	}

	/** The server has said, by a frame or without one, that this is how things stand. */
	confirm(): void {
		this.#isTrusted = true;
		if (!this.#feed.busy && this.#state.epoch !== "") this.#known.value = true;
	}

	/** Whether the server has work with any file, or waits for its bytes. */
	isUnderWay(): boolean {
		const { expected, uploading, queued, processing, retrying } = this.#state.totals.states;
		return expected + uploading + queued + processing + retrying > 0;
	}

	/** Forgets everything: the session is gone. */
	clear(): void {
		this.#feed.clear();
		this.#state = emptyState();
		this.#isTrusted = false;
		this.#known.value = false;
	}

	/** Settles once the server's list is here. */
	async whenKnown(): Promise<void> {
		if (this.#known.peek()) return;
		await new Promise<void>((settle) => {
			const stop = this.#known.subscribe((known) => {
				if (!known) return;
				settle();
				queueMicrotask(() => stop());
			});
		});
	}

	#fold(piece: Frame): void {
		const replaced = piece.reset ? [...this.#state.files.keys()] : [];
		applyFrame(this.#state, piece);
		for (const listener of this.#listeners) listener(piece, replaced);
		if (this.#isTrusted) this.confirm();
	}
}
