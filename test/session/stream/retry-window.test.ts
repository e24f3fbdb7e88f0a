import { describe, expect, it } from "vitest";
import { needsLongerWindow, retryWindow } from "../../../src/session/stream/retry-window.ts";

describe("the window for reconnecting", () => {
	it.each([
		[0, 1_000],
		[128, 1_000],
		[200, 1_280],
		[1_000, 5_120],
		[1_024, 5_120],
		[1_025, 10_240],
		[100_000, 60_000],
	])("for %i sockets is %i ms", (sockets, window) => {
		expect(retryWindow(sockets).window).toBe(window);
	});

	it("is announced again only a few times while many readers connect", () => {
		const announced = Array.from({ length: 10_000 }, (_, index) => index + 1).filter(needsLongerWindow);
		expect(announced).toEqual([129, 257, 513, 1025, 2049, 4097, 8193]);
	});
});
