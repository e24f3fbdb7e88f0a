import { beforeEach, describe, expect, it } from "vitest";
import type { Frame } from "../../../../src/protocol/stream/frame.ts";
import { applyFrame, emptyState, type SessionState } from "../../../../src/protocol/stream/session-state.ts";
import { FrameFeed } from "../../../../web/models/session/frame-feed.ts";
import { created, EPOCH, frame, snapshot } from "../../support/frames.ts";

let state: SessionState;
let later: (() => void)[];
let pieces: Frame[];
let feed: FrameFeed;

beforeEach(() => {
	state = emptyState();
	later = [];
	pieces = [];
	feed = new FrameFeed(
		(piece) => {
			pieces.push(piece);
			applyFrame(state, piece);
		},
		(work) => later.push(work),
	);
});

function runLater(): void {
	for (let work = later.shift(); work; work = later.shift()) work();
}

const many = (count: number) => Array.from({ length: count }, (_, at) => created(at + 1));

describe("the feed", () => {
	it("folds small frames at once", () => {
		expect(feed.accept(snapshot(1, many(3)))).toBe("reset");
		expect(feed.accept(frame(1, [{ file: 2, removed: true }]))).toBe("apply");
		expect(state.files.size).toBe(2);
		expect(feed.busy).toBe(false);
	});

	it("cuts a large frame and ends in the same state", () => {
		const large = snapshot(7, many(9_001));
		feed.accept(large);
		expect(feed.busy).toBe(true);
		expect(state.seq).toBe(0);
		runLater();
		const whole = emptyState();
		applyFrame(whole, large);
		expect(state).toEqual(whole);
		expect(pieces).toHaveLength(5);
	});

	it("judges what arrives meanwhile by what it has accepted, and folds it afterwards", () => {
		feed.accept(snapshot(7, many(5_000)));
		expect(feed.cursor).toEqual({ epoch: EPOCH, seq: 7 });
		expect(feed.accept(frame(7, [{ file: 5_000, state: "uploading" }]))).toBe("apply");
		expect(feed.accept(frame(7, []))).toBe("drop");
		expect(feed.accept(frame(12, []))).toBe("ask-again");
		runLater();
		expect(state.files.get(5_000)?.state).toBe("uploading");
		expect(state.seq).toBe(8);
	});

	it("drops what it has not folded when a snapshot comes", () => {
		feed.accept(snapshot(7, many(5_000)));
		feed.accept(snapshot(9, many(2)));
		runLater();
		expect(state.files.size).toBe(2);
		expect(state.seq).toBe(9);
	});

	it("forgets where it stood when it is cleared", () => {
		feed.accept(snapshot(7, many(5_000)));
		feed.clear();
		runLater();
		expect(feed.cursor).toBeUndefined();
		expect(pieces).toHaveLength(1);
		expect(feed.accept(frame(7, []))).toBe("ask-again");
	});
});
