import { describe, expect, it } from "vitest";
import { clientMessage } from "../../../src/protocol/stream/client-message.ts";
import { parseIdempotencyKey } from "../../../src/protocol/stream/command-message.ts";

describe("an idempotency key", () => {
	it.each([
		["tab_-aZ9.1", { tab: "tab_-aZ9", number: 1 }],
		['"tab-aaaa.42"', { tab: "tab-aaaa", number: 42 }],
		["short.1", undefined],
		["tab-aaaa.0", undefined],
		["tab-aaaa.01", undefined],
		["tab-aaaa.-1", undefined],
		["tab-aaaa", undefined],
		["tab aaaa.1", undefined],
		[`${"t".repeat(65)}.1`, undefined],
		["tab-aaaa.9999999999999999", undefined],
	])("is parsed from %s", (text, key) => {
		expect(parseIdempotencyKey(text)).toEqual(key);
	});
});

describe("a message from a client", () => {
	const command = { type: "command", tab: "tab-aaaa", number: 1, do: "pause", target: { file: 1 } };

	it.each([
		{ type: "resume" },
		{ type: "resume", after: null },
		{ type: "resume", after: "epoch.1" },
		command,
		{ ...command, do: "remove" },
		{ ...command, target: { key: "holiday" } },
		{ ...command, target: "session" },
	])("is accepted: %j", (message) => {
		expect(clientMessage.safeParse(message).success).toBe(true);
	});

	it.each([
		{},
		null,
		[],
		{ type: "unknown" },
		{ ...command, tab: "" },
		{ ...command, number: 0 },
		{ ...command, number: 1.5 },
		{ ...command, do: "explode" },
		{ ...command, target: {} },
		{ ...command, target: { file: 1, key: "holiday" } },
		{ ...command, target: { key: "no/key" } },
		{ ...command, do: "remove", target: "session" },
		{ ...command, more: 1 },
	])("is refused: %j", (message) => {
		expect(clientMessage.safeParse(message).success).toBe(false);
	});
});
