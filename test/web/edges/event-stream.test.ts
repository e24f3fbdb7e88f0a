import { beforeEach, describe, expect, it } from "vitest";
import type { Cursor } from "../../../src/protocol/cursor.ts";
import type { Frame } from "../../../src/protocol/frame.ts";
import { HEARTBEAT_MS, PONG_TIMEOUT_MS } from "../../../src/protocol/limits.ts";
import { placeFrame } from "../../../src/protocol/place-frame.ts";
import type { PollReply } from "../../../src/protocol/poll-reply.ts";
import { problem } from "../../../src/protocol/problem.ts";
import { ok, type Result, refuse } from "../../../src/protocol/result.ts";
import { CLOSE } from "../../../src/protocol/stream-message.ts";
import { EventStream, type StreamState } from "../../../web/edges/event-stream.ts";
import { type Failure, refusal } from "../../../web/edges/failure.ts";
import { POLL_GRACE_MS } from "../../../web/edges/poll-loop.ts";
import { HELLO_TIMEOUT_MS } from "../../../web/edges/stream-socket.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { FakeSocket } from "../support/fake-socket.ts";
import { EPOCH, frame, snapshot } from "../support/frames.ts";

interface Poll {
	readonly after: string | null;
	readonly wait: number;
	readonly signal: AbortSignal;
	answer(answer: Result<PollReply, Failure>): void;
}

let clock: FakeClock;
let sockets: FakeSocket[];
let polls: Poll[];
let states: StreamState[];
let applied: number[];
let cursor: Cursor | undefined;
let ended: number;
let online: boolean;
let stream: EventStream;

beforeEach(() => {
	clock = new FakeClock();
	sockets = [];
	polls = [];
	states = [];
	applied = [];
	cursor = undefined;
	ended = 0;
	online = true;
	stream = new EventStream(
		{
			clock,
			online: () => online,
			openSocket(path) {
				const socket = new FakeSocket(path);
				sockets.push(socket);
				return socket;
			},
			poll: (after, wait, signal) =>
				new Promise((answer) => {
					polls.push({ after, wait, signal, answer });
					signal.addEventListener("abort", () => answer(refuse({ kind: "network" })));
				}),
		},
		{
			cursor: () => cursor,
			frame(arrived) {
				const placement = placeFrame(cursor, arrived);
				if (placement === "apply" || placement === "reset") {
					cursor = { epoch: arrived.epoch, seq: arrived.to };
					applied.push(arrived.to);
				}
				return placement;
			},
			state: (state) => states.at(-1) !== state && states.push(state),
			sessionEnded: () => {
				ended++;
			},
		},
	);
	stream.start();
});

function socket(): FakeSocket {
	const last = sockets.at(-1);
	if (last === undefined) throw new Error("No socket was opened.");
	return last;
}

function lastPoll(): Poll {
	const last = polls.at(-1);
	if (last === undefined) throw new Error("Nothing was polled.");
	return last;
}

function goLive(): void {
	socket().hello(3);
	socket().frame(snapshot(3, []));
}

const reply = (...frames: Frame[]): Result<PollReply, Failure> =>
	ok({ cursor: `${EPOCH}.9`, frames, retry: { min: 0, window: 1000 } });

describe("the stream over a socket", () => {
	it("is live once everything up to the hello is folded", () => {
		expect(socket().path).toBe("/api/session/events");
		socket().hello(3);
		expect(states).toEqual(["connecting", "catching-up"]);
		socket().frame(snapshot(3, []));
		expect(states).toEqual(["connecting", "catching-up", "live"]);
	});

	it("asks again when a frame is missing, once for each", () => {
		goLive();
		socket().frame(frame(5, []));
		expect(socket().said).toEqual(['{"type":"resume","after":"epoch1.3"}']);
		socket().frame(frame(3, []));
		expect(applied).toEqual([3, 4]);
	});

	it("asks after a silence whether anybody is there, and takes any answer", async () => {
		goLive();
		await clock.advance(HEARTBEAT_MS);
		expect(socket().said).toEqual(["ping"]);
		socket().text("pong");
		await clock.advance(PONG_TIMEOUT_MS);
		expect(states.at(-1)).toBe("live");
	});

	it("gives up a socket that stays silent, and polls at once", async () => {
		goLive();
		await clock.advance(HEARTBEAT_MS + PONG_TIMEOUT_MS);
		expect(sockets[0]?.closed).toBe(true);
		expect(polls).toHaveLength(1);
	});

	it("gives up a socket that opens and never says hello", async () => {
		await clock.advance(HELLO_TIMEOUT_MS);
		expect(polls).toHaveLength(1);
	});

	it("asks once when somebody doubts it again and again, and gives up when nobody answers", async () => {
		goLive();
		for (let doubt = 0; doubt < 4; doubt++) {
			stream.doubt();
			await clock.advance(PONG_TIMEOUT_MS / 4);
		}
		expect(socket().said).toEqual(["ping"]);
		expect(polls).toHaveLength(1);
	});

	it("checks at once when the network may have changed", async () => {
		goLive();
		online = false;
		stream.check();
		expect(states.at(-1)).toBe("offline");
		expect(socket().said).toEqual(["ping"]);
		socket().text("pong");
		expect(states.at(-1)).toBe("live");
	});
});

describe("the ladder", () => {
	it("polls from the first fault on, and stops only when a socket says hello", async () => {
		goLive();
		socket().drop();
		await settle();
		expect(lastPoll()).toMatchObject({ after: "epoch1.3", wait: 0 });
		lastPoll().answer(reply(frame(3, [])));
		await settle();
		expect(states.at(-1)).toBe("polling");
		expect(lastPoll()).toMatchObject({ after: "epoch1.4", wait: 20 });
		await clock.advance(1_000);
		expect(sockets).toHaveLength(2);
		expect(socket().path).toBe("/api/session/events?after=epoch1.4");
		expect(lastPoll().signal.aborted).toBe(false);
		socket().hello(4);
		expect(lastPoll().signal.aborted).toBe(true);
		expect(states.at(-1)).toBe("live");
	});

	it("tries the socket again inside the window that the server named, more rarely each time", async () => {
		socket().hello(0, { min: 2000, window: 4000 });
		const pauses: number[] = [];
		for (let round = 0; round < 4; round++) {
			const count = sockets.length;
			socket().drop();
			const from = clock.now();
			while (sockets.length === count) await clock.advance(100);
			pauses.push(clock.now() - from);
		}
		expect(pauses).toEqual([4_000, 6_000, 10_000, 18_000]);
	});

	it("says offline when nobody answers, and polling when somebody does again", async () => {
		socket().drop();
		await settle();
		lastPoll().answer(refuse({ kind: "network" }));
		await settle();
		expect(states.at(-1)).toBe("offline");
		await clock.advance(1_000);
		lastPoll().answer(reply());
		await settle();
		expect(states.at(-1)).toBe("polling");
	});

	it("says offline when a poll is swallowed, and asks again", async () => {
		goLive();
		socket().drop(1006);
		await clock.advance(POLL_GRACE_MS);
		expect(states.at(-1)).toBe("offline");
		await clock.advance(2_000);
		expect(polls.length).toBeGreaterThan(1);
	});

	it("asks for a snapshot when what it got does not fit", async () => {
		goLive();
		socket().drop();
		await settle();
		lastPoll().answer(reply(frame(7, [])));
		await settle();
		expect(lastPoll().after).toBeNull();
		lastPoll().answer(reply(snapshot(8, [])));
		await settle();
		expect(applied.at(-1)).toBe(8);
		expect(lastPoll().after).toBe("epoch1.8");
	});

	it("does not hammer a server that answers at once with nothing", async () => {
		socket().drop();
		await settle();
		for (let round = 0; round < 10; round++) {
			lastPoll().answer(reply());
			await settle();
		}
		expect(polls.length).toBeLessThan(4);
	});

	it("keeps Retry-After", async () => {
		socket().drop();
		await settle();
		lastPoll().answer(refuse(refusal(429, problem("rate-limited", "Slow down."), "5")));
		await clock.advance(4_900);
		expect(polls).toHaveLength(1);
		await clock.advance(1_000);
		expect(polls.length).toBeGreaterThan(1);
	});

	it("tries both at once when a person looks again", async () => {
		socket().drop();
		await settle();
		lastPoll().answer(refuse({ kind: "network" }));
		await settle();
		stream.check();
		await settle();
		expect(sockets).toHaveLength(2);
		expect(polls).toHaveLength(2);
	});

	it("does not come back to a session that ended", async () => {
		goLive();
		socket().drop(CLOSE.sessionEnded);
		await clock.advance(120_000);
		expect(ended).toBe(1);
		expect(sockets).toHaveLength(1);
		expect(polls).toHaveLength(0);
	});

	it("learns from a poll too that the session ended", async () => {
		socket().drop();
		await settle();
		lastPoll().answer(refuse(refusal(401, problem("unauthorized", "Who?"), null)));
		await clock.advance(120_000);
		expect(ended).toBe(1);
		expect(sockets).toHaveLength(1);
	});

	it("leaves the socket alone when told to, and goes on by polls", async () => {
		goLive();
		socket().drop(CLOSE.tooMany);
		await settle();
		lastPoll().answer(reply(frame(3, [])));
		await clock.advance(300_000);
		expect(sockets).toHaveLength(1);
		expect(applied.at(-1)).toBe(4);
	});

	it("leaves nothing behind when it is stopped", async () => {
		socket().drop();
		await settle();
		stream.stop();
		await clock.advance(300_000);
		expect(sockets).toHaveLength(1);
		expect(polls).toHaveLength(1);
		expect(clock.waiting).toBe(0);
	});
});
