import { beforeEach, describe, expect, it } from "vitest";
import { SUSPICION_MS } from "../../../client/stream/event-stream.ts";
import { LONGEST_REST_MS } from "../../../client/stream/poll-loop.ts";
import { HEARTBEAT_MS, PONG_TIMEOUT_MS } from "../../../src/protocol/limits.ts";
import { refuse } from "../../../src/protocol/result.ts";
import { frame, snapshot } from "../../web/support/frames.ts";
import { settle } from "../support/fake-clock.ts";
import { reply, StreamWorld } from "../support/stream-world.ts";

let world: StreamWorld;

/** A page that was live, has lost its socket, and whose first poll was answered. */
beforeEach(async () => {
	world = new StreamWorld();
	world.stream.start();
	world.goLive();
	world.socket().drop();
	await settle();
	world.poll().answer(reply());
	await settle();
});

describe("a line of events", () => {
	it("is opened from the cursor, and polling goes on until it has brought something", async () => {
		expect(world.line().path).toBe("/api/session/events?after=epoch1.3");
		expect(world.polling).toHaveLength(2);
		expect(world.state).toBe("polling");
		world.line().frame(frame(3, []));
		expect(world.poll().signal.aborted).toBe(true);
		expect(world.state).toBe("live");
	});

	it("gives way to a socket, but not before that has caught up", async () => {
		world.line().frame(frame(3, []));
		await clockTo(2);
		world.socket().hello(5);
		expect(world.line().closed).toBe(false);
		world.socket().frame(frame(4, []));
		expect([world.line().closed, world.state]).toEqual([true, "live"]);
	});

	it.for(["a break", "a silence", "a frame that does not follow", "a text that is none"])(
		"is followed by polls at once after %s",
		async (fault) => {
			world.line().frame(frame(3, []));
			const line = world.line();
			if (fault === "a break") line.drop();
			if (fault === "a silence") await world.clock.advance(HEARTBEAT_MS);
			if (fault === "a frame that does not follow") line.frame(frame(7, []));
			if (fault === "a text that is none") line.text("<html>");
			await settle();
			expect(line.closed).toBe(true);
			expect(world.poll()).toMatchObject({ after: "epoch1.4", wait: 0 });
			expect(world.poll().signal.aborted).toBe(false);
		},
	);

	it("is tried more and more rarely when it breaks again and again", async () => {
		const opened: number[] = [];
		for (let round = 0; round < 5; round++) {
			world.line().drop();
			const from = world.clock.now();
			const before = world.lines.length;
			while (world.lines.length === before) {
				world.poll().answer(reply());
				await world.clock.advance(200);
			}
			opened.push(world.clock.now() - from);
		}
		expect(opened[0]).toBeLessThan(2_000);
		expect(opened.at(-1)).toBeGreaterThan(5_000);
	});

	it("is not opened again after the server said that there is nothing to watch, until something comes", async () => {
		world.line().frame(frame(3, []));
		world.line().idle();
		await settle();
		expect(world.state).toBe("polling");
		world.poll().answer(reply());
		await world.clock.advance(10_000);
		expect(world.lines).toHaveLength(1);
		world.poll().answer(reply(frame(4, [])));
		await settle();
		expect(world.lines).toHaveLength(2);
	});

	async function clockTo(sockets: number): Promise<void> {
		while (world.sockets.length < sockets) await world.clock.advance(100);
	}
});

describe("polls", () => {
	it("rest longer and longer while nothing is under way, and not when somebody looks", async () => {
		world.busy = false;
		world.poll().answer(reply());
		const rests: number[] = [];
		for (let round = 0; round < 12; round++) {
			await settle();
			const before = world.polls.length;
			const from = world.clock.now();
			while (world.polls.length === before) await world.clock.advance(100);
			expect(world.poll().wait).toBe(0);
			rests.push(world.clock.now() - from);
			world.poll().answer(reply());
		}
		expect(rests[0]).toBeLessThanOrEqual(1_000);
		expect(rests).toEqual([...rests].sort((a, b) => a - b));
		expect(rests.at(-1)).toBeLessThanOrEqual(LONGEST_REST_MS);
		expect(rests.at(-1)).toBeGreaterThan(LONGEST_REST_MS / 2);
		await settle();
		const before = world.polls.length;
		world.stream.doubt();
		await settle();
		expect(world.polls).toHaveLength(before + 1);
	});

	it("end their rest when this page has changed something, but no other pause", async () => {
		world.busy = false;
		world.poll().answer(reply());
		await settle();
		const before = world.polls.length;
		world.stream.rouse();
		await settle();
		expect(world.polls).toHaveLength(before + 1);
		world.poll().answer(refuse({ kind: "network" }));
		await settle();
		world.stream.rouse();
		await settle();
		expect(world.polls).toHaveLength(before + 1);
	});

	it("stop waiting for a while when something cuts them as they wait", async () => {
		const untilWaiting = async () => {
			const from = world.clock.now();
			while (world.poll().wait === 0) {
				world.poll().answer(reply());
				await world.clock.advance(500);
			}
			return world.clock.now() - from;
		};
		for (let cut = 0; cut < 2; cut++) {
			expect(await untilWaiting()).toBeLessThan(3_000);
			world.poll().answer(refuse({ kind: "network" }));
			await world.clock.advance(2_000);
		}
		expect(await untilWaiting()).toBeGreaterThan(50_000);
	});
});

describe("a socket that is asked whether it lives", () => {
	beforeEach(() => {
		world = new StreamWorld();
		world.stream.start();
		world.goLive();
	});

	it("is polled past when it does not answer soon, and given up once a poll was answered", async () => {
		world.stream.check();
		await world.clock.advance(SUSPICION_MS);
		expect(world.socket().closed).toBe(false);
		world.poll().answer(reply(frame(3, [])));
		await settle();
		expect([world.state, world.socket().closed]).toEqual(["polling", true]);
		await world.clock.advance(1_000);
		expect(world.sockets).toHaveLength(2);
	});

	it("is given up when nobody answers at all", async () => {
		world.stream.check();
		await world.clock.advance(PONG_TIMEOUT_MS);
		expect(world.sockets[0]?.closed).toBe(true);
	});

	it("ends the polls when it does answer", async () => {
		world.stream.check();
		await world.clock.advance(SUSPICION_MS);
		expect(world.polling).toHaveLength(1);
		world.socket().text("pong");
		expect(world.polling).toHaveLength(0);
		expect(world.state).toBe("live");
	});

	it("costs no poll when it answers at once", async () => {
		world.stream.check();
		world.socket().text("pong");
		await world.clock.advance(SUSPICION_MS);
		expect(world.polls).toHaveLength(0);
	});
});

describe("in a crowd that lost its server", () => {
	it("everybody's one socket comes first, spread over the window that the server named", async () => {
		const firsts: number[] = [];
		for (let reader = 0; reader < 20; reader++) {
			world = new StreamWorld();
			world.clock.chance = reader / 20;
			world.stream.start();
			world.socket().hello(3, { min: 0, window: 20_000 });
			world.socket().frame(snapshot(3, []));
			const from = world.clock.now();
			world.socket().drop();
			while (world.sockets.length + world.polls.length === 1) await world.clock.advance(100);
			expect(world.polls).toHaveLength(0);
			firsts.push(world.clock.now() - from);
		}
		expect(Math.max(...firsts) - Math.min(...firsts)).toBeGreaterThan(18_000);
	});
});
