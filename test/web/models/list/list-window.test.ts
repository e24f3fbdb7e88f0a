import { describe, expect, it } from "vitest";
import { rowAfterKey, visibleRows } from "../../../../web/models/list/list-window.ts";

describe("the visible rows", () => {
	it("include a few more above and below", () => {
		expect(visibleRows(0, 640, 64, 10_000)).toEqual({ start: 0, end: 16 });
		expect(visibleRows(64_000, 640, 64, 10_000)).toEqual({ start: 994, end: 1016 });
	});

	it("never exceed the list", () => {
		expect(visibleRows(-5_000, 640, 64, 100)).toEqual({ start: 0, end: 0 });
		expect(visibleRows(99_999, 640, 64, 100)).toEqual({ start: 100, end: 100 });
		expect(visibleRows(0, 640, 64, 0)).toEqual({ start: 0, end: 0 });
		expect(visibleRows(0, 640, 64, 3)).toEqual({ start: 0, end: 3 });
	});

	it("include every row in view, at any scroll position", () => {
		for (let scrolled = -700; scrolled < 7_000; scrolled += 13) {
			const { start, end } = visibleRows(scrolled, 500, 64, 100);
			for (let row = 0; row < 100; row++) {
				const isVisible = row * 64 + 64 > scrolled && row * 64 < scrolled + 500;
				if (isVisible) expect(row >= start && row < end).toBe(true);
			}
		}
	});
});

describe("keys", () => {
	it("move within the list", () => {
		expect(rowAfterKey("ArrowDown", 3, 10, 5)).toBe(4);
		expect(rowAfterKey("ArrowUp", 0, 10, 5)).toBe(0);
		expect(rowAfterKey("PageDown", 3, 10, 5)).toBe(8);
		expect(rowAfterKey("PageDown", 8, 10, 5)).toBe(9);
		expect(rowAfterKey("Home", 8, 10, 5)).toBe(0);
		expect(rowAfterKey("End", 0, 10, 5)).toBe(9);
	});

	it("that have no meaning here are ignored", () => {
		expect(rowAfterKey("Tab", 3, 10, 5)).toBeUndefined();
		expect(rowAfterKey("End", 0, 0, 5)).toBeUndefined();
	});
});
