import { type Api, type Clock, delay } from "../../client/http.ts";
import { PollLoop } from "../../client/stream.ts";
import { isFileChange } from "../../src/protocol/files/is-file-change.ts";
import { formatCursor } from "../../src/protocol/stream/cursor.ts";
import type { Frame } from "../../src/protocol/stream/frame.ts";
import { placeFrame } from "../../src/protocol/stream/place-frame.ts";
import { applyFrame, emptyState, type SessionState } from "../../src/protocol/stream/session-state.ts";

/** Milliseconds between two polls: the bar is not drawn more often, and one answer brings all changes since the last. */
const POLL_INTERVAL_MS = 100;

/** Callbacks of a follower. */
export interface FollowerHandlers {
	/** These files changed. */
	changed(numbers: Iterable<number>): void;
	/** Whether the server answered the last poll. */
	reachable(isReachable: boolean): void;
	sessionEnded(): void;
}

/** Keeps a session's state up to date by long polls. */
export class Follower {
	readonly state: SessionState = emptyState();
	readonly #loop: PollLoop;
	readonly #handlers: FollowerHandlers;

	constructor(clock: Clock, poll: Api["poll"], handlers: FollowerHandlers) {
		this.#handlers = handlers;
		const pacedPoll: Api["poll"] = async (...args) => {
			await delay(clock, POLL_INTERVAL_MS);
			return poll(...args);
		};
		this.#loop = new PollLoop(clock, pacedPoll, {
			cursor: () => (this.state.epoch === "" ? null : formatCursor(this.state)),
			// A run always waits for something, even if another program sends it.
			busy: () => true,
			frame: (frame) => this.#apply(frame),
			answered: () => handlers.reachable(true),
			unanswered: () => handlers.reachable(false),
			sessionEnded: () => handlers.sessionEnded(),
		});
	}

	start(): void {
		this.#loop.start();
	}

	stop(): void {
		this.#loop.stop();
	}

	/** Applies a frame; `false` if frames are missing before it. */
	#apply(frame: Frame): boolean {
		const { state } = this;
		const placement = placeFrame(state.epoch === "" ? undefined : state, frame);
		if (placement === "ask-again") return false;
		if (placement === "drop") return true;
		// A snapshot does not mention the files that were removed, so every file known before it may have changed.
		const before = placement === "reset" ? [...state.files.keys()] : [];
		applyFrame(state, frame);
		this.#handlers.changed(
			new Set([...before, ...frame.changes.filter(isFileChange).map(({ file }) => file)]),
		);
		return true;
	}
}
