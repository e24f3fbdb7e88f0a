import type { StreamState } from "../../../client/stream/event-stream.ts";
import { formatCursor, parseCursor } from "../../../src/protocol/stream/cursor.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import { changesOf, type SessionState } from "../../../src/protocol/stream/session-state.ts";
import { PING, PONG } from "../../../src/protocol/stream/stream-message.ts";
import type { TabChannel, TabMessage } from "../../edges/tabs/tab-channel.ts";
import type { StreamedState } from "../session/streamed-state.ts";

/** Frames that are remembered for tabs that come a little late: those of about a minute of work. */
const REMEMBERED = 250;

/** Within this time, in milliseconds, tabs come back when their line breaks; nothing but this machine is in their way. */
const RETRY = { min: 0, window: 500 };

/** What a desk is made of. */
export interface TabDeskDeps {
	readonly channel: TabChannel;
	readonly streamed: StreamedState;
	readonly session: string;
	now(): number;
	standing(): { readonly state: StreamState; readonly heardAt: number };
	/** Another tab asks whether anybody is there: this tab's own line is asked too, for a hidden tab's timers may sleep. */
	doubt(): void;
}

/** Where the tab that leads serves the others: to them it is what the server is to it, with the same words and rules. */
export class TabDesk {
	#deps: TabDeskDeps;
	#frames: Frame[] = [];
	/** Lines that wait until the state is whole. */
	#waiting = new Map<string, string | null>();
	#isAsked = false;
	#silence: () => void;

	constructor(deps: TabDeskDeps) {
		this.#deps = deps;
		this.#silence = deps.channel.listen((message) => this.#hear(message));
		deps.channel.post({ kind: "lead", session: deps.session });
	}

	/** Hands on a frame that this tab has taken. */
	relay(frame: Frame): void {
		if (frame.reset) this.#frames = [];
		else if (frame.to > frame.from) this.#frames = [...this.#frames, frame].slice(-REMEMBERED);
		if (this.#isAsked) this.#post({ kind: "frame", text: JSON.stringify({ type: "frame", ...frame }) });
	}

	/** Tells how this tab stands with the server. */
	tellStanding(): void {
		if (this.#isAsked) this.#post({ kind: "standing", ...this.#deps.standing() });
	}

	/** Something was folded: whoever waits for a whole state may get it now. */
	serve(): void {
		const state = this.#deps.streamed.settled();
		if (state === undefined) return;
		const waiting = [...this.#waiting];
		this.#waiting.clear();
		for (const [line, after] of waiting) this.#tell(line, after, state);
	}

	/** Ends every line, with the code of a socket. */
	close(code: number): void {
		this.#silence();
		this.#post({ kind: "closed", code });
	}

	#hear(message: TabMessage): void {
		if (message.session !== this.#deps.session) return;
		if (message.kind === "open") {
			this.#isAsked = true;
			this.#greet(message.line, message.after);
		} else if (message.kind === "up" && message.text === PING) {
			this.#deps.doubt();
			this.tellStanding();
			this.#say(message.line, PONG);
		} else if (message.kind === "up") {
			this.#waiting.set(message.line, JSON.parse(message.text).after ?? null);
			this.serve();
		}
	}

	/** Greets only where there is something to greet with; else the other tab asks the server itself. */
	#greet(line: string, after: string | null): void {
		const cursor = this.#deps.streamed.cursor();
		if (cursor === undefined) return;
		this.tellStanding();
		const hello = { type: "hello", cursor: formatCursor(cursor), at: this.#deps.now(), retry: RETRY };
		this.#say(line, JSON.stringify(hello));
		this.#waiting.set(line, after);
		this.serve();
	}

	#tell(line: string, after: string | null, state: SessionState): void {
		const cursor = after === null ? undefined : parseCursor(after);
		const isSame = cursor?.epoch === state.epoch;
		if (isSame && cursor.seq === state.seq) return;
		const at = isSame ? this.#frames.findIndex(({ from }) => from === cursor.seq) : -1;
		const { epoch, seq: to } = state;
		const frames =
			at >= 0
				? this.#frames.slice(at)
				: [{ epoch, from: 0, to, at: this.#deps.now(), reset: true, changes: changesOf(state) }];
		for (const frame of frames) this.#say(line, JSON.stringify({ type: "frame", ...frame }));
	}

	#say(line: string, text: string): void {
		this.#post({ kind: "down", line, text });
	}

	#post(message: DistributiveOmit<TabMessage, "session">): void {
		this.#deps.channel.post({ ...message, session: this.#deps.session });
	}
}

/** `Omit` for each member of a union by itself. */
type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;
