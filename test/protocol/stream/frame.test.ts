import { describe, expect, it } from "vitest";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import { type Placement, placeFrame } from "../../../src/protocol/stream/place-frame.ts";

const frame = (more: Partial<Frame>): Frame => ({
	epoch: "aaaa",
	from: 5,
	to: 6,
	at: 0,
	changes: [],
	...more,
});

describe("what a reader at aaaa.5 does with a frame", () => {
	it.each<[string, Partial<Frame>, Placement]>([
		["the next one", {}, "apply"],
		["several in one, following on", { to: 9 }, "apply"],
		["gauges alone", { to: 5 }, "apply"],
		["one that was already applied", { from: 3, to: 4 }, "drop"],
		["the last one again", { from: 4, to: 5 }, "drop"],
		["one after a gap", { from: 6, to: 7 }, "ask-again"],
		["an overlapping one that reaches further", { from: 4, to: 7 }, "ask-again"],
		["another epoch", { epoch: "bbbb", from: 5, to: 6 }, "ask-again"],
		["a snapshot", { reset: true, from: 0, to: 7 }, "reset"],
		["a snapshot of another epoch", { epoch: "bbbb", reset: true, from: 0, to: 1 }, "reset"],
		["a snapshot of its own position", { reset: true, from: 0, to: 5 }, "reset"],
		["an older snapshot", { reset: true, from: 0, to: 4 }, "drop"],
	])("%s", (_name, more, placement) => {
		expect(placeFrame({ epoch: "aaaa", seq: 5 }, frame(more))).toBe(placement);
	});

	it("a reader without a cursor asks for a snapshot first", () => {
		expect(placeFrame(undefined, frame({ from: 0, to: 1 }))).toBe("ask-again");
		expect(placeFrame(undefined, frame({ reset: true, from: 0, to: 1 }))).toBe("reset");
	});
});
