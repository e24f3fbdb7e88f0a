import type { Api } from "../../client/http/api.ts";
import { type Clock, pause } from "../../client/http/clock.ts";
import { PollLoop } from "../../client/stream/poll-loop.ts";
import { isFileChange } from "../../src/protocol/files/is-file-change.ts";
import { formatCursor } from "../../src/protocol/stream/cursor.ts";
import type { Frame } from "../../src/protocol/stream/frame.ts";
import { placeFrame } from "../../src/protocol/stream/place-frame.ts";
import { applyFrame, emptyState, type SessionState } from "../../src/protocol/stream/session-state.ts";

/** Milliseconds between two polls: what happens meanwhile comes in one answer, and a bar is not drawn more often. */
const PACE_MS = 100;

/** What a follower tells. */
export interface FollowEvents {
	/** Frames were folded; these files changed. */
	changed(numbers: Iterable<number>): void;
	/** Whether the server answers. */
	answers(isThere: boolean): void;
	sessionEnded(): void;
}

/** Keeps the state of a session as its stream tells it, over long polls. */
export class Follower {
	readonly state: SessionState = emptyState();
	readonly #loop: PollLoop;
	readonly #events: FollowEvents;

	constructor(clock: Clock, poll: Api["poll"], events: FollowEvents) {
		this.#events = events;
		const paced: Api["poll"] = async (...asked) => {
			await pause(clock, PACE_MS);
			return poll(...asked);
		};
		this.#loop = new PollLoop(clock, paced, {
			cursor: () => (this.state.epoch === "" ? null : formatCursor(this.state)),
			// Whoever follows waits for something, be it what another program sends.
			busy: () => true,
			frame: (frame) => this.#fold(frame),
			answered: () => events.answers(true),
			unanswered: () => events.answers(false),
			sessionEnded: () => events.sessionEnded(),
		});
	}

	start(): void {
		this.#loop.start();
	}

	stop(): void {
		this.#loop.stop();
	}

	/** Folds a frame; `false` when it does not follow what is known. */
	#fold(frame: Frame): boolean {
		const { state } = this;
		const placement = placeFrame(state.epoch === "" ? undefined : state, frame);
		if (placement === "ask-again") return false;
		if (placement === "drop") return true;
		// A snapshot says by silence what was removed.
		const before = placement === "reset" ? [...state.files.keys()] : [];
		applyFrame(state, frame);
		this.#events.changed(new Set([...before, ...frame.changes.filter(isFileChange).map(({ file }) => file)]));
		return true;
	}
}
