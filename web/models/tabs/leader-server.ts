import type { StreamState } from "../../../client/stream.ts";
import { formatCursor, parseCursor } from "../../../src/protocol/stream/cursor.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import { type SessionState, snapshotChanges } from "../../../src/protocol/stream/session-state.ts";
import { PING, PONG } from "../../../src/protocol/stream/stream-message.ts";
import type { TabChannel, TabMessage } from "../../edges/tabs/tab-channel.ts";
import type { StreamedState } from "../session/streamed-state.ts";

/** Frames kept for tabs that are slightly behind: about a minute of work. */
const MAX_REMEMBERED_FRAMES = 250;

/** Followers reconnect within this time, in milliseconds; nothing but this machine is in between. */
const RETRY_WINDOW = { min: 0, window: 500 };

/** Dependencies of the leader's server. */
export interface LeaderServerDeps {
	readonly channel: TabChannel;
	readonly streamed: StreamedState;
	readonly session: string;
	now(): number;
	status(): { readonly state: StreamState; readonly heardAt: number };
	/**
	 * A follower sent a ping: the leader checks its own connection too, because timers of a hidden tab may be
	 * suspended.
	 */
	probe(): void;
}

/**
 * The leader's side of cross-tab streaming. Followers speak the server's own protocol to it, so they need no other
 * client.
 */
export class LeaderServer {
	#deps: LeaderServerDeps;
	#frames: Frame[] = [];
	/** Followers waiting for the state to be complete, with their cursors. */
	#waiting = new Map<string, string | null>();
	#hasFollowers = false;
	#stopListening: () => void;

	constructor(deps: LeaderServerDeps) {
		this.#deps = deps;
		this.#stopListening = deps.channel.listen((message) => this.#onMessage(message));
		deps.channel.post({ kind: "lead", session: deps.session });
	}

	/** Relays a frame that this tab has accepted. */
	relay(frame: Frame): void {
		if (frame.reset) this.#frames = [];
		else if (frame.to > frame.from) this.#frames = [...this.#frames, frame].slice(-MAX_REMEMBERED_FRAMES);
		if (this.#hasFollowers) this.#post({ kind: "frame", text: JSON.stringify({ type: "frame", ...frame }) });
	}

	/** Announces this tab's connection state. */
	announceStatus(): void {
		if (this.#hasFollowers) this.#post({ kind: "standing", ...this.#deps.status() });
	}

	/** A piece was applied: followers waiting for a complete state may get it now. */
	serveWaiting(): void {
		const state = this.#deps.streamed.wholeState();
		if (state === undefined) return;
		const waiting = [...this.#waiting];
		this.#waiting.clear();
		for (const [follower, after] of waiting) this.#catchUp(follower, after, state);
	}

	/** Closes every follower's socket with a close code. */
	close(code: number): void {
		this.#stopListening();
		this.#post({ kind: "closed", code });
	}

	#onMessage(message: TabMessage): void {
		if (message.session !== this.#deps.session) return;
		if (message.kind === "open") {
			this.#hasFollowers = true;
			this.#sendHello(message.line, message.after);
		} else if (message.kind === "up" && message.text === PING) {
			this.#deps.probe();
			this.announceStatus();
			this.#send(message.line, PONG);
		} else if (message.kind === "up") {
			this.#waiting.set(message.line, JSON.parse(message.text).after ?? null);
			this.serveWaiting();
		}
	}

	/** Says hello only if there is a state to serve; otherwise the other tab connects to the server itself. */
	#sendHello(follower: string, after: string | null): void {
		const cursor = this.#deps.streamed.cursor();
		if (cursor === undefined) return;
		this.announceStatus();
		const hello = { type: "hello", cursor: formatCursor(cursor), at: this.#deps.now(), retry: RETRY_WINDOW };
		this.#send(follower, JSON.stringify(hello));
		this.#waiting.set(follower, after);
		this.serveWaiting();
	}

	#catchUp(follower: string, after: string | null, state: SessionState): void {
		const cursor = after === null ? undefined : parseCursor(after);
		const isSame = cursor?.epoch === state.epoch;
		if (isSame && cursor.seq === state.seq) return;
		const at = isSame ? this.#frames.findIndex(({ from }) => from === cursor.seq) : -1;
		const { epoch, seq: to } = state;
		const frames =
			at >= 0
				? this.#frames.slice(at)
				: [{ epoch, from: 0, to, at: this.#deps.now(), reset: true, changes: snapshotChanges(state) }];
		for (const frame of frames) this.#send(follower, JSON.stringify({ type: "frame", ...frame }));
	}

	#send(follower: string, text: string): void {
		this.#post({ kind: "down", line: follower, text });
	}

	#post(message: DistributiveOmit<TabMessage, "session">): void {
		this.#deps.channel.post({ ...message, session: this.#deps.session });
	}
}

/** `Omit` for each member of a union by itself. */
type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;
