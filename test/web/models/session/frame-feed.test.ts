import { beforeEach, describe, expect, it } from "vitest";
import type { Frame } from "../../../../src/protocol/stream/frame.ts";
import { applyFrame, emptyState, type SessionState } from "../../../../src/protocol/stream/session-state.ts";
import { FrameFeed } from "../../../../web/models/session/frame-feed.ts";
import { created, EPOCH, frame, snapshot } from "../../support/frames.ts";

let state: SessionState;
let deferred: (() => void)[];
let pieces: Frame[];
let feed: FrameFeed;

beforeEach(() => {
	state = emptyState();
	deferred = [];
	pieces = [];
	feed = new FrameFeed(
		(piece) => {
			pieces.push(piece);
			applyFrame(state, piece);
		},
		(work) => deferred.push(work),
	);
});

function runDeferred(): void {
	for (let work = deferred.shift(); work; work = deferred.shift()) work();
}

const many = (count: number) => Array.from({ length: count }, (_, at) => created(at + 1));

describe("the feed", () => {
	it("applies small frames at once", () => {
		expect(feed.accept(snapshot(1, many(3)))).toBe("reset");
		expect(feed.accept(frame(1, [{ file: 2, removed: true }]))).toBe("apply");
		expect(state.files.size).toBe(2);
		expect(feed.busy).toBe(false);
	});

	it("splits a large frame and ends in the same state", () => {
		const large = snapshot(7, many(9_001));
		feed.accept(large);
		expect(feed.busy).toBe(true);
		expect(state.seq).toBe(0);
		runDeferred();
		const whole = emptyState();
		applyFrame(whole, large);
		expect(state).toEqual(whole);
		expect(pieces).toHaveLength(5);
	});

	it("places frames that arrive meanwhile by what it has accepted, and applies them afterwards", () => {
		feed.accept(snapshot(7, many(5_000)));
		expect(feed.cursor).toEqual({ epoch: EPOCH, seq: 7 });
		expect(feed.accept(frame(7, [{ file: 5_000, state: "uploading" }]))).toBe("apply");
		expect(feed.accept(frame(7, []))).toBe("drop");
		expect(feed.accept(frame(12, []))).toBe("ask-again");
		runDeferred();
		expect(state.files.get(5_000)?.state).toBe("uploading");
		expect(state.seq).toBe(8);
	});

	it("drops pending pieces when a snapshot comes", () => {
		feed.accept(snapshot(7, many(5_000)));
		feed.accept(snapshot(9, many(2)));
		runDeferred();
		expect(state.files.size).toBe(2);
		expect(state.seq).toBe(9);
	});

	it("forgets its cursor when it is cleared", () => {
		feed.accept(snapshot(7, many(5_000)));
		feed.clear();
		runDeferred();
		expect(feed.cursor).toBeUndefined();
		expect(pieces).toHaveLength(1);
		expect(feed.accept(frame(7, []))).toBe("ask-again");
	});
});
