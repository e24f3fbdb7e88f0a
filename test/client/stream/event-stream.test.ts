import { beforeEach, describe, expect, it } from "vitest";
import { refusal } from "../../../client/http/failure.ts";
import { POLL_GRACE_MS } from "../../../client/stream/poll-loop.ts";
import { HELLO_TIMEOUT_MS } from "../../../client/stream/stream-socket.ts";
import { HEARTBEAT_MS, PONG_TIMEOUT_MS } from "../../../src/protocol/limits.ts";
import { problem } from "../../../src/protocol/problem.ts";
import { refuse } from "../../../src/protocol/result.ts";
import { CLOSE } from "../../../src/protocol/stream/stream-message.ts";
import { frame, snapshot } from "../../web/support/frames.ts";
import { settle } from "../support/fake-clock.ts";
import { reply, StreamWorld } from "../support/stream-world.ts";

let world: StreamWorld;

beforeEach(() => {
	world = new StreamWorld();
	world.stream.start();
});

describe("the stream over a socket", () => {
	it("is live once everything up to the hello is folded", () => {
		expect(world.socket().path).toBe("/api/session/events");
		world.socket().hello(3);
		expect(world.states).toEqual(["connecting", "catching-up"]);
		world.socket().frame(snapshot(3, []));
		expect(world.states).toEqual(["connecting", "catching-up", "live"]);
	});

	it("is live in another history when the one of the hello ends before it was told", () => {
		world.socket().hello(3);
		world.socket().frame(snapshot(0, [], "epoch2"));
		expect(world.state).toBe("live");
	});

	it("asks again when a frame is missing, once for each", () => {
		world.goLive();
		world.socket().frame(frame(5, []));
		expect(world.socket().said).toEqual(['{"type":"resume","after":"epoch1.3"}']);
		world.socket().frame(frame(3, []));
		expect(world.applied).toEqual([3, 4]);
	});

	it("asks after a silence whether anybody is there, and takes any answer", async () => {
		world.goLive();
		await world.clock.advance(HEARTBEAT_MS);
		expect(world.socket().said).toEqual(["ping"]);
		world.socket().text("pong");
		await world.clock.advance(PONG_TIMEOUT_MS);
		expect(world.state).toBe("live");
	});

	it("gives up a socket that stays silent, and polls at once", async () => {
		world.goLive();
		await world.clock.advance(HEARTBEAT_MS + PONG_TIMEOUT_MS);
		expect(world.sockets[0]?.closed).toBe(true);
		expect(world.polls).toHaveLength(1);
	});

	it("gives up a socket that opens and never says hello", async () => {
		await world.clock.advance(HELLO_TIMEOUT_MS);
		expect(world.polls).toHaveLength(1);
	});

	it("asks once when somebody doubts it again and again, and gives up when nobody answers", async () => {
		world.goLive();
		for (let doubt = 0; doubt < 4; doubt++) {
			world.stream.doubt();
			await world.clock.advance(PONG_TIMEOUT_MS / 4);
		}
		expect(world.socket().said).toEqual(["ping"]);
		expect(world.polls).toHaveLength(1);
	});

	it("checks at once when the network may have changed", async () => {
		world.goLive();
		world.online = false;
		world.stream.check();
		expect(world.state).toBe("offline");
		expect(world.socket().said).toEqual(["ping"]);
		world.socket().text("pong");
		expect(world.state).toBe("live");
	});
});

describe("the ladder", () => {
	it("polls from the first fault on, and stops only when a socket says hello", async () => {
		world.goLive();
		world.socket().drop();
		await settle();
		expect(world.poll()).toMatchObject({ after: "epoch1.3", wait: 0 });
		world.poll().answer(reply(frame(3, [])));
		await settle();
		expect(world.state).toBe("polling");
		expect(world.poll()).toMatchObject({ after: "epoch1.4", wait: 20 });
		await world.clock.advance(1_000);
		expect(world.sockets).toHaveLength(2);
		expect(world.socket().path).toBe("/api/session/events?after=epoch1.4");
		expect(world.poll().signal.aborted).toBe(false);
		world.socket().hello(4);
		expect(world.poll().signal.aborted).toBe(true);
		expect(world.state).toBe("live");
	});

	it("tries the socket again inside the window that the server named, more rarely each time", async () => {
		world.socket().hello(0, { min: 2000, window: 4000 });
		const pauses: number[] = [];
		for (let round = 0; round < 4; round++) {
			const count = world.sockets.length;
			world.socket().drop();
			const from = world.clock.now();
			while (world.sockets.length === count) await world.clock.advance(100);
			pauses.push(world.clock.now() - from);
		}
		expect(pauses).toEqual([4_000, 6_000, 10_000, 18_000]);
	});

	it("says offline when nobody answers, and polling when somebody does again", async () => {
		world.socket().drop();
		await settle();
		world.poll().answer(refuse({ kind: "network" }));
		await settle();
		expect(world.state).toBe("offline");
		await world.clock.advance(1_000);
		world.poll().answer(reply());
		await settle();
		expect(world.state).toBe("polling");
	});

	it("says offline when a poll is swallowed, and asks again", async () => {
		world.goLive();
		world.socket().drop(1006);
		await world.clock.advance(POLL_GRACE_MS);
		expect(world.state).toBe("offline");
		await world.clock.advance(2_000);
		expect(world.polls.length).toBeGreaterThan(1);
	});

	it("asks for a snapshot when what it got does not fit", async () => {
		world.goLive();
		world.socket().drop();
		await settle();
		world.poll().answer(reply(frame(7, [])));
		await settle();
		expect(world.poll().after).toBeNull();
		world.poll().answer(reply(snapshot(8, [])));
		await settle();
		expect(world.applied.at(-1)).toBe(8);
		expect(world.poll().after).toBe("epoch1.8");
	});

	it("does not hammer a server that answers at once with nothing", async () => {
		world.socket().drop();
		await settle();
		for (let round = 0; round < 10; round++) {
			world.poll().answer(reply());
			await settle();
		}
		expect(world.polls.length).toBeLessThan(4);
	});

	it("keeps Retry-After", async () => {
		world.socket().drop();
		await settle();
		world.poll().answer(refuse(refusal(429, problem("rate-limited", "Slow down."), "5")));
		await world.clock.advance(4_900);
		expect(world.polls).toHaveLength(1);
		await world.clock.advance(1_000);
		expect(world.polls.length).toBeGreaterThan(1);
	});

	it("tries both at once when a person looks again", async () => {
		world.socket().drop();
		await settle();
		world.poll().answer(refuse({ kind: "network" }));
		await settle();
		world.stream.check();
		await settle();
		expect(world.sockets).toHaveLength(2);
		expect(world.polls).toHaveLength(2);
	});

	it("does not come back to a session that ended", async () => {
		world.goLive();
		world.socket().drop(CLOSE.sessionEnded);
		await world.clock.advance(120_000);
		expect(world.ended).toBe(1);
		expect(world.sockets).toHaveLength(1);
		expect(world.polls).toHaveLength(0);
	});

	it("learns from a poll too that the session ended", async () => {
		world.socket().drop();
		await settle();
		world.poll().answer(refuse(refusal(401, problem("unauthorized", "Who?"), null)));
		await world.clock.advance(120_000);
		expect(world.ended).toBe(1);
		expect(world.sockets).toHaveLength(1);
	});

	it("leaves the socket alone when told to, and goes on by polls", async () => {
		world.goLive();
		world.socket().drop(CLOSE.tooMany);
		await settle();
		world.poll().answer(reply(frame(3, [])));
		await world.clock.advance(300_000);
		expect(world.sockets).toHaveLength(1);
		expect(world.applied.at(-1)).toBe(4);
	});

	it("leaves nothing behind when it is stopped", async () => {
		world.socket().drop();
		await settle();
		world.stream.stop();
		await world.clock.advance(300_000);
		expect(world.sockets).toHaveLength(1);
		expect(world.polls).toHaveLength(1);
		expect(world.clock.waiting).toBe(0);
	});
});
