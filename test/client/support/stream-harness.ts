import type { Failure } from "../../../client/http/failure.ts";
import { EventStream, type StreamState } from "../../../client/stream/event-stream.ts";
import { ok, type Result, refuse } from "../../../src/protocol/result.ts";
import type { Cursor } from "../../../src/protocol/stream/cursor.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import { placeFrame } from "../../../src/protocol/stream/place-frame.ts";
import type { PollReply } from "../../../src/protocol/stream/poll-reply.ts";
import { FakeEventSource } from "../../web/support/fake-event-source.ts";
import { EPOCH, snapshot } from "../../web/support/frames.ts";
import { FakeClock } from "./fake-clock.ts";
import { FakeSocket } from "./fake-socket.ts";

/** A poll that the test answers. */
export interface FakePoll {
	readonly after: string | null;
	readonly wait: number;
	readonly signal: AbortSignal;
	answer(answer: Result<PollReply, Failure>): void;
}

function lastOf<Item>(items: readonly Item[], what: string): Item {
	const last = items.at(-1);
	if (last === undefined) throw new Error(`There is no ${what}.`);
	return last;
}

/** A stream whose transports are all controlled by the test. */
export class StreamHarness {
	readonly clock = new FakeClock();
	readonly sockets: FakeSocket[] = [];
	readonly eventSources: FakeEventSource[] = [];
	readonly polls: FakePoll[] = [];
	/** Every state that was reported, without repetitions. */
	readonly states: StreamState[] = [];
	/** The `to` of every frame that was applied. */
	readonly applied: number[] = [];
	cursor: Cursor | undefined;
	ended = 0;
	received = 0;
	online = true;
	/** Whether the session has work. */
	busy = true;
	readonly stream: EventStream = new EventStream(
		{
			clock: this.clock,
			online: () => this.online,
			openSocket: (path) => {
				const socket = new FakeSocket(path);
				this.sockets.push(socket);
				return socket;
			},
			openEvents: (path) => {
				const source = new FakeEventSource(path);
				this.eventSources.push(source);
				return source;
			},
			poll: (after, wait, signal) =>
				new Promise((answer) => {
					this.polls.push({ after, wait, signal, answer });
					signal.addEventListener("abort", () => answer(refuse({ kind: "network" })));
				}),
		},
		{
			cursor: () => this.cursor,
			busy: () => this.busy,
			frame: (arrived) => {
				const placement = placeFrame(this.cursor, arrived);
				if (placement === "apply" || placement === "reset") {
					this.cursor = { epoch: arrived.epoch, seq: arrived.to };
					this.applied.push(arrived.to);
				}
				return placement;
			},
			state: (state) => this.states.at(-1) !== state && this.states.push(state),
			received: () => {
				this.received++;
			},
			sessionEnded: () => {
				this.ended++;
			},
		},
	);

	get state(): StreamState | undefined {
		return this.states.at(-1);
	}

	socket(): FakeSocket {
		return lastOf(this.sockets, "socket");
	}

	eventSource(): FakeEventSource {
		return lastOf(this.eventSources, "event source");
	}

	poll(): FakePoll {
		return lastOf(this.polls, "poll");
	}

	/** Polls that were not aborted. */
	get openPolls(): readonly FakePoll[] {
		return this.polls.filter(({ signal }) => !signal.aborted);
	}

	goLive(): void {
		this.socket().hello(3);
		this.socket().frame(snapshot(3, []));
	}
}

/** What a poll answers. */
export const reply = (...frames: Frame[]): Result<PollReply, Failure> =>
	ok({ cursor: `${EPOCH}.9`, frames, retry: { min: 0, window: 1000 } });
