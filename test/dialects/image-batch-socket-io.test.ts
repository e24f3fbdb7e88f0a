import { describe, expect, test } from "vitest";
import { imageBatch } from "../../src/dialects/image-batch/messages.ts";
import { imageBatchIo } from "../../src/dialects/image-batch/socket-io.ts";
import type { Change } from "../../src/protocol/files/change.ts";
import type { Cursor } from "../../src/protocol/stream/cursor.ts";
import { apply, emptyState } from "../../src/protocol/stream/session-state.ts";

const NOW = Date.UTC(2026, 10, 21, 12);

const CHANGES: Change[] = [
	{ batch: 1, key: "mine" },
	{ file: 1, batch: 1, name: "a.jpg", size: 68, state: "uploading" },
	{ file: 1, state: "queued", stage: "upload_complete" },
];

const state = emptyState("epoch");
for (const change of CHANGES) apply(state, change);
state.seq = 7;

/** The answer to a `connect`, with the changes after `epoch.5` known. */
function join(text: string): readonly string[] | undefined {
	const since = (cursor: Cursor | undefined) => (cursor?.seq === 5 ? CHANGES.slice(-1) : undefined);
	return imageBatchIo.join?.(text, NOW, { key: "mine", state, since });
}

/** The arguments of an event's packet. */
const argumentsIn = (packet: string) => JSON.parse(packet.slice(2)) as [string, object, string?];

describe("a socket of Socket.IO", () => {
	test("is opened first, and gets events once it has connected", () => {
		const [open = "", ...more] = imageBatchIo.greet("mine", state, NOW);
		expect(more).toEqual([]);
		expect(open[0]).toBe("0");
		expect(JSON.parse(open.slice(1))).toEqual({
			sid: expect.any(String),
			upgrades: [],
			pingInterval: expect.any(Number),
			pingTimeout: expect.any(Number),
			maxPayload: expect.any(Number),
		});
		const [connected = "", ...events] = join("40") ?? [];
		expect(JSON.parse(connected.slice(2))).toEqual({ sid: "epoch", pid: "epoch" });
		expect(events.map(argumentsIn)).toMatchObject([
			["uploadProgress", { progress: 0 }],
			["uploadProgress", { progress: 50 }, "epoch.7"],
		]);
	});

	test("that sends an offset gets what it missed", () => {
		const [, ...events] = join('40{"pid":"epoch","offset":"epoch.5"}') ?? [];
		expect(events.map(argumentsIn)).toMatchObject([["uploadProgress", { progress: 50 }, "epoch.7"]]);
	});

	test.for([
		["an offset that the journal does not reach", '40{"pid":"x","offset":"epoch.1"}'],
		["an offset that is malformed", '40{"offset":"what"}'],
		["an offset that is not a string", '40{"offset":{}}'],
		["data that is not JSON", "40{"],
		["other data", '40{"token":"secret"}'],
	])("gets everything with %s", ([, text = ""]) => {
		expect(join(text)).toHaveLength(3);
	});

	test.for([
		["another namespace", "40/admin,", '44/admin,{"message":"Invalid namespace"}'],
		["another namespace with data", '40/admin,{"a":1}', '44/admin,{"message":"Invalid namespace"}'],
		["a ping", "2", "3"],
	])("answers %s", ([, text = "", answer = ""]) => {
		expect(join(text)).toBeUndefined();
		expect(imageBatchIo.reply(text, NOW)).toEqual([answer]);
	});

	test.for(["3", "41", '42["hello"]', "", "1", "nonsense", `40${" ".repeat(5_000)}`])(
		"does not answer %j",
		(text) => {
			expect(join(text)).toBeUndefined();
			expect(imageBatchIo.reply(text, NOW)).toEqual([]);
		},
	);

	test("is pinged as its heartbeat", () => {
		expect(imageBatchIo.heartbeat?.("mine", NOW)).toEqual(["2"]);
	});
});

describe("a plain socket", () => {
	test("gets events with their data, and the cursor with the last one", () => {
		const messages = imageBatch.translate("mine", CHANGES, state, NOW).map((text) => JSON.parse(text));
		expect(messages).toMatchObject([
			{ event: "uploadProgress", data: { progress: 0 } },
			{ event: "uploadProgress", data: { progress: 50 }, cursor: "epoch.7" },
		]);
		expect(messages[0]).not.toHaveProperty("cursor");
	});

	test("that reconnects gets what it missed, or everything so far", () => {
		expect(imageBatch.greet("mine", state, NOW, CHANGES.slice(-1))).toHaveLength(1);
		expect(imageBatch.greet("mine", state, NOW, [])).toEqual([]);
		expect(imageBatch.greet("mine", state, NOW)).toHaveLength(2);
	});

	test("gets heartbeats", () => {
		expect(imageBatch.heartbeat?.("mine", NOW)).toEqual([
			'{"event":"heartbeat","data":{"timestamp":"2026-11-21T12:00:00.000Z"}}',
		]);
	});
});
