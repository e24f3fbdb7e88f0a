import { beforeEach, describe, expect, it } from "vitest";
import { applyFrame, emptyState, type SessionState } from "../../../../src/protocol/stream/session-state.ts";
import { QueueWatch } from "../../../../web/models/progress/queue-places.ts";
import { created, snapshot } from "../../support/frames.ts";

let state: SessionState;
let queue: QueueWatch;
beforeEach(() => {
	state = emptyState();
	queue = new QueueWatch();
	const waiting = [3, 1, 2].map((ticket, index) =>
		created(index + 1, { state: "queued", progress: 10, ticket }),
	);
	applyFrame(state, snapshot(1, [{ batch: 1, key: "drop", at: 1 }, ...waiting]));
});

const placeOf = (n: number) => queue.places.value.of(n);

describe("where files wait", () => {
	it("is known once somebody has looked, in the order of tickets", () => {
		expect(placeOf(1)).toBeUndefined();
		queue.look(state, 0);
		expect([1, 2, 3].map((n) => placeOf(n)?.rank)).toEqual([2, 0, 1]);
		expect(placeOf(4)).toBeUndefined();
		expect(placeOf(1)).not.toHaveProperty("left");
	});

	it("counts down from when the server told how long it takes", () => {
		state.gauges = { timeLeft: { all: null, queue: { from: 30_000, to: 60_000 } } };
		queue.told(1_000);
		queue.look(state, 1_000);
		expect(placeOf(1)?.left).toEqual({ from: 30, to: 60 });
		expect(placeOf(2)?.left).toEqual({ from: 10, to: 20 });
		queue.look(state, 11_000);
		expect(placeOf(1)?.left).toEqual({ from: 20, to: 50 });
		queue.look(state, 1_000_000);
		expect(placeOf(1)?.left).toEqual({ from: 0, to: 0 });
	});

	it("stands still while the server holds it", () => {
		state.gauges = { timeLeft: { all: null, queue: { from: 30_000, to: 60_000 }, held: "paused" } };
		queue.look(state, 1_000_000);
		expect(placeOf(1)?.left).toEqual({ from: 30, to: 60 });
	});

	it("is nowhere when nobody waits any more", () => {
		queue.look(state, 0);
		applyFrame(state, { ...snapshot(2, []), changes: [] });
		queue.look(state, 0);
		expect(placeOf(1)).toBeUndefined();
	});
});
