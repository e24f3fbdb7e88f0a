import { beforeEach, describe, expect, it } from "vitest";
import { applyFrame, emptyState, type SessionState } from "../../../../src/protocol/stream/session-state.ts";
import { QueueTracker } from "../../../../web/models/progress/queue-positions.ts";
import { created, snapshot } from "../../support/frames.ts";

let state: SessionState;
let queue: QueueTracker;
beforeEach(() => {
	state = emptyState();
	queue = new QueueTracker();
	const waiting = [3, 1, 2].map((ticket, index) =>
		created(index + 1, { state: "queued", progress: 10, ticket }),
	);
	applyFrame(state, snapshot(1, [{ batch: 1, key: "drop", at: 1 }, ...waiting]));
});

const positionOf = (n: number) => queue.positions.value.of(n);

describe("queue positions", () => {
	it("are in the order of tickets, once they are computed", () => {
		expect(positionOf(1)).toBeUndefined();
		queue.update(state, 0);
		expect([1, 2, 3].map((n) => positionOf(n)?.rank)).toEqual([2, 0, 1]);
		expect(positionOf(4)).toBeUndefined();
		expect(positionOf(1)).not.toHaveProperty("left");
	});

	it("count down from when the server's forecast arrived", () => {
		state.gauges = { timeLeft: { all: null, queue: { from: 30_000, to: 60_000 } } };
		queue.forecastReceived(1_000);
		queue.update(state, 1_000);
		expect(positionOf(1)?.left).toEqual({ from: 30, to: 60 });
		expect(positionOf(2)?.left).toEqual({ from: 10, to: 20 });
		queue.update(state, 11_000);
		expect(positionOf(1)?.left).toEqual({ from: 20, to: 50 });
		queue.update(state, 1_000_000);
		expect(positionOf(1)?.left).toEqual({ from: 0, to: 0 });
	});

	it("stand still while the server is held", () => {
		state.gauges = { timeLeft: { all: null, queue: { from: 30_000, to: 60_000 }, held: "paused" } };
		queue.update(state, 1_000_000);
		expect(positionOf(1)?.left).toEqual({ from: 30, to: 60 });
	});

	it("are undefined when no file waits any more", () => {
		queue.update(state, 0);
		applyFrame(state, { ...snapshot(2, []), changes: [] });
		queue.update(state, 0);
		expect(positionOf(1)).toBeUndefined();
	});
});
