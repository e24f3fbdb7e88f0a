import { beforeEach, describe, expect, it } from "vitest";
import { parseRefusal } from "../../../client/http/failure.ts";
import { POLL_GRACE_MS } from "../../../client/stream/poll-loop.ts";
import { HELLO_TIMEOUT_MS } from "../../../client/stream/stream-socket.ts";
import { HEARTBEAT_MS, PONG_TIMEOUT_MS } from "../../../src/protocol/limits.ts";
import { problem } from "../../../src/protocol/problem.ts";
import { refuse } from "../../../src/protocol/result.ts";
import { CLOSE } from "../../../src/protocol/stream/stream-message.ts";
import { frame, snapshot } from "../../web/support/frames.ts";
import { settle } from "../support/fake-clock.ts";
import { reply, StreamHarness } from "../support/stream-harness.ts";

let harness: StreamHarness;

beforeEach(() => {
	harness = new StreamHarness();
	harness.stream.start();
});

describe("the stream over a socket", () => {
	it("is live once everything up to the hello is applied", () => {
		expect(harness.socket().path).toBe("/api/session/events");
		harness.socket().hello(3);
		expect(harness.states).toEqual(["connecting", "catching-up"]);
		harness.socket().frame(snapshot(3, []));
		expect(harness.states).toEqual(["connecting", "catching-up", "live"]);
	});

	it("is live in a new epoch if the one in the hello ended before its frames arrived", () => {
		harness.socket().hello(3);
		harness.socket().frame(snapshot(0, [], "epoch2"));
		expect(harness.state).toBe("live");
	});

	it("resumes once when a frame is missing", () => {
		harness.goLive();
		harness.socket().frame(frame(5, []));
		expect(harness.socket().sent).toEqual(['{"type":"resume","after":"epoch1.3"}']);
		harness.socket().frame(frame(3, []));
		expect(harness.applied).toEqual([3, 4]);
	});

	it("pings after a silence, and accepts anything as the answer", async () => {
		harness.goLive();
		await harness.clock.advance(HEARTBEAT_MS);
		expect(harness.socket().sent).toEqual(["ping"]);
		harness.socket().text("pong");
		await harness.clock.advance(PONG_TIMEOUT_MS);
		expect(harness.state).toBe("live");
	});

	it("gives up a socket that does not answer the ping, and polls at once", async () => {
		harness.goLive();
		await harness.clock.advance(HEARTBEAT_MS + PONG_TIMEOUT_MS);
		expect(harness.sockets[0]?.closed).toBe(true);
		expect(harness.polls).toHaveLength(1);
	});

	it("gives up a socket that opens and never says hello", async () => {
		await harness.clock.advance(HELLO_TIMEOUT_MS);
		expect(harness.polls).toHaveLength(1);
	});

	it("pings once for repeated probes, and gives up without an answer", async () => {
		harness.goLive();
		for (let times = 0; times < 4; times++) {
			harness.stream.probe();
			await harness.clock.advance(PONG_TIMEOUT_MS / 4);
		}
		expect(harness.socket().sent).toEqual(["ping"]);
		expect(harness.polls).toHaveLength(1);
	});

	it("pings at once when the network may have changed", async () => {
		harness.goLive();
		harness.online = false;
		harness.stream.check();
		expect(harness.state).toBe("offline");
		expect(harness.socket().sent).toEqual(["ping"]);
		harness.socket().text("pong");
		expect(harness.state).toBe("live");
	});
});

describe("the fallback from socket to polls", () => {
	it("polls from the first fault until a socket says hello", async () => {
		harness.goLive();
		harness.socket().drop();
		await settle();
		expect(harness.poll()).toMatchObject({ after: "epoch1.3", wait: 0 });
		harness.poll().answer(reply(frame(3, [])));
		await settle();
		expect(harness.state).toBe("polling");
		expect(harness.poll()).toMatchObject({ after: "epoch1.4", wait: 20 });
		await harness.clock.advance(1_000);
		expect(harness.sockets).toHaveLength(2);
		expect(harness.socket().path).toBe("/api/session/events?after=epoch1.4");
		expect(harness.poll().signal.aborted).toBe(false);
		harness.socket().hello(4);
		expect(harness.poll().signal.aborted).toBe(true);
		expect(harness.state).toBe("live");
	});

	it("reconnects within the window that the server named, with growing pauses", async () => {
		harness.socket().hello(0, { min: 2000, window: 4000 });
		const pauses: number[] = [];
		for (let round = 0; round < 4; round++) {
			const count = harness.sockets.length;
			harness.socket().drop();
			const from = harness.clock.now();
			while (harness.sockets.length === count) await harness.clock.advance(100);
			pauses.push(harness.clock.now() - from);
		}
		expect(pauses).toEqual([4_000, 6_000, 10_000, 18_000]);
	});

	it("is offline without an answer, and polling after the next one", async () => {
		harness.socket().drop();
		await settle();
		harness.poll().answer(refuse({ kind: "network" }));
		await settle();
		expect(harness.state).toBe("offline");
		await harness.clock.advance(1_000);
		harness.poll().answer(reply());
		await settle();
		expect(harness.state).toBe("polling");
	});

	it("is offline when a poll is swallowed, and polls again", async () => {
		harness.goLive();
		harness.socket().drop(1006);
		await harness.clock.advance(POLL_GRACE_MS);
		expect(harness.state).toBe("offline");
		await harness.clock.advance(2_000);
		expect(harness.polls.length).toBeGreaterThan(1);
	});

	it("asks for a snapshot if frames are missing in a poll's answer", async () => {
		harness.goLive();
		harness.socket().drop();
		await settle();
		harness.poll().answer(reply(frame(7, [])));
		await settle();
		expect(harness.poll().after).toBeNull();
		harness.poll().answer(reply(snapshot(8, [])));
		await settle();
		expect(harness.applied.at(-1)).toBe(8);
		expect(harness.poll().after).toBe("epoch1.8");
	});

	it("pauses if the server answers long-polls at once with nothing", async () => {
		harness.socket().drop();
		await settle();
		for (let round = 0; round < 10; round++) {
			harness.poll().answer(reply());
			await settle();
		}
		expect(harness.polls.length).toBeLessThan(4);
	});

	it("honours Retry-After", async () => {
		harness.socket().drop();
		await settle();
		harness.poll().answer(refuse(parseRefusal(429, problem("rate-limited", "Slow down."), "5")));
		await harness.clock.advance(4_900);
		expect(harness.polls).toHaveLength(1);
		await harness.clock.advance(1_000);
		expect(harness.polls.length).toBeGreaterThan(1);
	});

	it("tries socket and poll at once on a check", async () => {
		harness.socket().drop();
		await settle();
		harness.poll().answer(refuse({ kind: "network" }));
		await settle();
		harness.stream.check();
		await settle();
		expect(harness.sockets).toHaveLength(2);
		expect(harness.polls).toHaveLength(2);
	});

	it("does not reconnect to a session that ended", async () => {
		harness.goLive();
		harness.socket().drop(CLOSE.sessionEnded);
		await harness.clock.advance(120_000);
		expect(harness.ended).toBe(1);
		expect(harness.sockets).toHaveLength(1);
		expect(harness.polls).toHaveLength(0);
	});

	it("ends when a poll is answered with 401", async () => {
		harness.socket().drop();
		await settle();
		harness.poll().answer(refuse(parseRefusal(401, problem("unauthorized", "Who?"), null)));
		await harness.clock.advance(120_000);
		expect(harness.ended).toBe(1);
		expect(harness.sockets).toHaveLength(1);
	});

	it("keeps polling without a socket after a close code that forbids reconnecting", async () => {
		harness.goLive();
		harness.socket().drop(CLOSE.tooMany);
		await settle();
		harness.poll().answer(reply(frame(3, [])));
		await harness.clock.advance(300_000);
		expect(harness.sockets).toHaveLength(1);
		expect(harness.applied.at(-1)).toBe(4);
	});

	it("leaves no timers or requests behind when it is stopped", async () => {
		harness.socket().drop();
		await settle();
		harness.stream.stop();
		await harness.clock.advance(300_000);
		expect(harness.sockets).toHaveLength(1);
		expect(harness.polls).toHaveLength(1);
		expect(harness.clock.waiting).toBe(0);
	});
});
