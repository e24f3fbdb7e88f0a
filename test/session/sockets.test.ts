import { describe, expect, it } from "vitest";
import { DIALECT_HEARTBEAT_MS, HEARTBEAT_SLACK_MS } from "../../src/session/limits.ts";
import { heartbeatDue, retryWindow } from "../../src/session/sockets.ts";

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
		[300, 1_000],
		[3_000, 10_000],
		[100_000, 60_000],
	])("for %i sockets is %i ms", (sockets, window) => {
		expect(retryWindow(sockets).window).toBe(window);
	});
});
