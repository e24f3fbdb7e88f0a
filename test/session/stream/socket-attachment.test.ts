import { describe, expect, it } from "vitest";
import { DIALECT_HEARTBEAT_MS, HEARTBEAT_SLACK_MS } from "../../../src/session/limits.ts";
import { heartbeatDue, outgrowsWindow, retryWindow } from "../../../src/session/stream/socket-attachment.ts";

describe("the heartbeat of a dialect's socket", () => {
	const NOW = 1_790_000_000_000;

	it.each([
		["was just greeted", NOW, false],
		["was told almost long enough ago", NOW - DIALECT_HEARTBEAT_MS + HEARTBEAT_SLACK_MS + 1, false],
		["was told nearly thirty seconds ago", NOW - DIALECT_HEARTBEAT_MS + HEARTBEAT_SLACK_MS, true],
		["was told long ago, before a sleep", NOW - 10 * DIALECT_HEARTBEAT_MS, true],
	])("is due or not when it %s", (_name, toldAt, due) => {
		expect(heartbeatDue({ dialect: "images-mvp", toldAt }, NOW)).toBe(due);
	});
});

describe("the window in which readers come back", () => {
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

	it("is named anew a few times while a crowd gathers, and no more", () => {
		const told = Array.from({ length: 10_000 }, (_, index) => index + 1).filter(outgrowsWindow);
		expect(told).toEqual([129, 257, 513, 1025, 2049, 4097, 8193]);
	});
});
