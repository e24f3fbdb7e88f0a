import { describe, expect, it } from "vitest";
import { DIALECT_HEARTBEAT_MS } from "../../../src/protocol/limits.ts";
import { HEARTBEAT_SLACK_MS } from "../../../src/session/limits.ts";
import { isHeartbeatDue } from "../../../src/session/stream/socket-attachment.ts";

describe("the heartbeat of a dialect's socket", () => {
	const NOW = 1_790_000_000_000;

	it.each([
		["was just greeted", NOW, false],
		[
			"got one slightly less than thirty seconds ago",
			NOW - DIALECT_HEARTBEAT_MS + HEARTBEAT_SLACK_MS + 1,
			false,
		],
		[
			"got one thirty seconds ago, within the tolerance",
			NOW - DIALECT_HEARTBEAT_MS + HEARTBEAT_SLACK_MS,
			true,
		],
		["got one long ago, before hibernating", NOW - 10 * DIALECT_HEARTBEAT_MS, true],
	])("is due or not when it %s", (_name, heartbeatAt, due) => {
		expect(isHeartbeatDue({ dialect: "images-mvp", heartbeatAt }, NOW)).toBe(due);
	});
});
