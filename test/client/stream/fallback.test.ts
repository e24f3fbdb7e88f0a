import { beforeEach, describe, expect, it } from "vitest";
import { PROBE_TIMEOUT_MS } from "../../../client/stream/event-stream.ts";
import { MAX_IDLE_PAUSE_MS } from "../../../client/stream/poll-loop.ts";
import { HEARTBEAT_MS, PONG_TIMEOUT_MS } from "../../../src/protocol/limits.ts";
import { refuse } from "../../../src/protocol/result.ts";
import { frame, snapshot } from "../../web/support/frames.ts";
import { settle } from "../support/fake-clock.ts";
import { reply, StreamHarness } from "../support/stream-harness.ts";

let harness: StreamHarness;

/** A stream that was live, has lost its socket, and whose first poll was answered. */
beforeEach(async () => {
	harness = new StreamHarness();
	harness.stream.start();
	harness.goLive();
	harness.socket().drop();
	await settle();
	harness.poll().answer(reply());
	await settle();
});

describe("server-sent events", () => {
	it("open from the cursor, and polling goes on until they bring a frame", async () => {
		expect(harness.eventSource().path).toBe("/api/session/events?after=epoch1.3");
		expect(harness.openPolls).toHaveLength(2);
		expect(harness.state).toBe("polling");
		harness.eventSource().frame(frame(3, []));
		expect(harness.poll().signal.aborted).toBe(true);
		expect(harness.state).toBe("live");
	});

	it("are closed for a socket, but only once it has caught up", async () => {
		harness.eventSource().frame(frame(3, []));
		await advanceToSocket(2);
		harness.socket().hello(5);
		expect(harness.eventSource().closed).toBe(false);
		harness.socket().frame(frame(4, []));
		expect([harness.eventSource().closed, harness.state]).toEqual([true, "live"]);
	});

	it.for(["an error", "a silence", "a frame that does not follow", "invalid text"])(
		"are replaced by polls at once after %s",
		async (fault) => {
			harness.eventSource().frame(frame(3, []));
			const source = harness.eventSource();
			if (fault === "an error") source.drop();
			if (fault === "a silence") await harness.clock.advance(HEARTBEAT_MS);
			if (fault === "a frame that does not follow") source.frame(frame(7, []));
			if (fault === "invalid text") source.text("<html>");
			await settle();
			expect(source.closed).toBe(true);
			expect(harness.poll()).toMatchObject({ after: "epoch1.4", wait: 0 });
			expect(harness.poll().signal.aborted).toBe(false);
		},
	);

	it("are retried with growing pauses", async () => {
		const opened: number[] = [];
		for (let round = 0; round < 5; round++) {
			harness.eventSource().drop();
			const from = harness.clock.now();
			const before = harness.eventSources.length;
			while (harness.eventSources.length === before) {
				harness.poll().answer(reply());
				await harness.clock.advance(200);
			}
			opened.push(harness.clock.now() - from);
		}
		expect(opened[0]).toBeLessThan(2_000);
		expect(opened.at(-1)).toBeGreaterThan(5_000);
	});

	it("are not opened again after the server reported idle, until something changes", async () => {
		harness.eventSource().frame(frame(3, []));
		harness.eventSource().idle();
		await settle();
		expect(harness.state).toBe("polling");
		harness.poll().answer(reply());
		await harness.clock.advance(10_000);
		expect(harness.eventSources).toHaveLength(1);
		harness.poll().answer(reply(frame(4, [])));
		await settle();
		expect(harness.eventSources).toHaveLength(2);
	});

	async function advanceToSocket(sockets: number): Promise<void> {
		while (harness.sockets.length < sockets) await harness.clock.advance(100);
	}
});

describe("polls", () => {
	it("pause longer and longer while nothing is under way, and poll now on a probe", async () => {
		harness.busy = false;
		harness.poll().answer(reply());
		const pauses: number[] = [];
		for (let round = 0; round < 12; round++) {
			await settle();
			const before = harness.polls.length;
			const from = harness.clock.now();
			while (harness.polls.length === before) await harness.clock.advance(100);
			expect(harness.poll().wait).toBe(0);
			pauses.push(harness.clock.now() - from);
			harness.poll().answer(reply());
		}
		expect(pauses[0]).toBeLessThanOrEqual(1_000);
		expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
		expect(pauses.at(-1)).toBeLessThanOrEqual(MAX_IDLE_PAUSE_MS);
		expect(pauses.at(-1)).toBeGreaterThan(MAX_IDLE_PAUSE_MS / 2);
		await settle();
		const before = harness.polls.length;
		harness.stream.probe();
		await settle();
		expect(harness.polls).toHaveLength(before + 1);
	});

	it("end an idle pause after a change of their own, but no other pause", async () => {
		harness.busy = false;
		harness.poll().answer(reply());
		await settle();
		const before = harness.polls.length;
		harness.stream.pollNow();
		await settle();
		expect(harness.polls).toHaveLength(before + 1);
		harness.poll().answer(refuse({ kind: "network" }));
		await settle();
		harness.stream.pollNow();
		await settle();
		expect(harness.polls).toHaveLength(before + 1);
	});

	it("become short for a while when long-polls are cut off", async () => {
		const untilLongPoll = async () => {
			const from = harness.clock.now();
			while (harness.poll().wait === 0) {
				harness.poll().answer(reply());
				await harness.clock.advance(500);
			}
			return harness.clock.now() - from;
		};
		for (let cut = 0; cut < 2; cut++) {
			expect(await untilLongPoll()).toBeLessThan(3_000);
			harness.poll().answer(refuse({ kind: "network" }));
			await harness.clock.advance(2_000);
		}
		expect(await untilLongPoll()).toBeGreaterThan(50_000);
	});
});

describe("a socket that is pinged", () => {
	beforeEach(() => {
		harness = new StreamHarness();
		harness.stream.start();
		harness.goLive();
	});

	it("is joined by polls if it does not answer soon, and given up once a poll was answered", async () => {
		harness.stream.check();
		await harness.clock.advance(PROBE_TIMEOUT_MS);
		expect(harness.socket().closed).toBe(false);
		harness.poll().answer(reply(frame(3, [])));
		await settle();
		expect([harness.state, harness.socket().closed]).toEqual(["polling", true]);
		await harness.clock.advance(1_000);
		expect(harness.sockets).toHaveLength(2);
	});

	it("is given up if nothing answers", async () => {
		harness.stream.check();
		await harness.clock.advance(PONG_TIMEOUT_MS);
		expect(harness.sockets[0]?.closed).toBe(true);
	});

	it("ends the polls when it answers", async () => {
		harness.stream.check();
		await harness.clock.advance(PROBE_TIMEOUT_MS);
		expect(harness.openPolls).toHaveLength(1);
		harness.socket().text("pong");
		expect(harness.openPolls).toHaveLength(0);
		expect(harness.state).toBe("live");
	});

	it("costs no poll when it answers at once", async () => {
		harness.stream.check();
		harness.socket().text("pong");
		await harness.clock.advance(PROBE_TIMEOUT_MS);
		expect(harness.polls).toHaveLength(0);
	});
});

describe("after a server with many clients was lost", () => {
	it("each client first opens one socket, spread over the window that the server named", async () => {
		const delays: number[] = [];
		for (let client = 0; client < 20; client++) {
			harness = new StreamHarness();
			harness.clock.chance = client / 20;
			harness.stream.start();
			harness.socket().hello(3, { min: 0, window: 20_000 });
			harness.socket().frame(snapshot(3, []));
			const from = harness.clock.now();
			harness.socket().drop();
			while (harness.sockets.length + harness.polls.length === 1) await harness.clock.advance(100);
			expect(harness.polls).toHaveLength(0);
			delays.push(harness.clock.now() - from);
		}
		expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(18_000);
	});
});
