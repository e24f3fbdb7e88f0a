import { beforeEach, describe, expect, test } from "vitest";
import { imagesMvp } from "../../src/dialects/images-mvp/messages.ts";
import type { Change } from "../../src/protocol/files/change.ts";
import { apply, emptyState, type SessionState } from "../../src/protocol/stream/session-state.ts";

const NOW = Date.UTC(2026, 10, 20, 12);
const TIME = "2026-11-20T12:00:00.000Z";

let state: SessionState;
beforeEach(() => {
	state = emptyState("epoch");
	fold({ batch: 1, key: "mine" }, { batch: 2, key: "other" });
});

function fold(...changes: Change[]): Change[] {
	for (const change of changes) apply(state, change);
	return changes;
}
const parse = (messages: readonly string[]) =>
	messages.map((text) => JSON.parse(text) as Record<string, unknown>);
const translate = (...changes: Change[]) => parse(imagesMvp.translate("mine", fold(...changes), state, NOW));
const greeting = (key = "mine") => parse(imagesMvp.greet(key, state, NOW));

const STORED = {
	file: 1,
	batch: 1,
	name: "a.jpg",
	size: 68,
	state: "queued",
	stage: "upload_complete",
	progress: 10,
} as const;
const DONE = {
	file: 1,
	state: "completed",
	stage: "complete",
	progress: 100,
	fields: 130,
	took: 14_106,
	completeness: 0.5,
	confidence: 1,
} as const;

describe("the steps of seed 000", () => {
	test.for([
		[STORED, 10, "File uploaded successfully"],
		[{ file: 1, stage: "extraction_start", progress: 20 }, 20, "Starting metadata extraction"],
		[{ file: 1, stage: "extraction_complete", progress: 90 }, 90, "Metadata extraction complete"],
	] as const)("%j", ([change, progress, message]) => {
		fold(STORED);
		const stage = change.stage;
		expect(translate(change)).toEqual([
			{
				type: "progress",
				sessionId: "mine",
				progress,
				message,
				status: message,
				stage,
				file: 1,
				filename: "a.jpg",
				timestamp: TIME,
			},
		]);
	});

	test("end with the numbers that the seed promises", () => {
		fold(STORED);
		const [last, complete] = translate(DONE);
		expect(last).toMatchObject({
			type: "progress",
			progress: 100,
			message: "Processing complete",
			stage: "complete",
		});
		expect(complete).toMatchObject({
			type: "complete",
			metadata: { fields_extracted: 130, processing_time_ms: 14_106, file_size: 68 },
		});
	});

	test("are sent for a document too, whose own stages have other names", () => {
		fold(STORED);
		const stages = ["extracting", "chunking", "enriching", "indexing"];
		const steps = stages.flatMap((stage) => translate({ file: 1, stage, progress: 50, done: 0, total: 3 }));
		expect(steps.map(({ stage, progress }) => [stage, progress])).toEqual([
			["extraction_start", 20],
			["extraction_complete", 90],
		]);
		expect(translate({ file: 1, progress: 51, done: 1 })).toEqual([]);
		expect(translate({ ...DONE, stage: "completed" }).map(({ type }) => type)).toEqual([
			"progress",
			"complete",
		]);
	});

	test("are sent for a recording too", () => {
		fold(STORED);
		const stages = ["metadata_extraction", "transcript_generation", "content_analysis", "indexing"];
		const steps = stages.flatMap((stage) => translate({ file: 1, stage, progress: 50 }));
		expect(steps.map(({ stage, progress }) => [stage, progress])).toEqual([
			["extraction_start", 20],
			["extraction_complete", 90],
		]);
		expect(translate({ ...DONE, stage: "completed" }).map(({ type }) => type)).toEqual([
			"progress",
			"complete",
		]);
	});

	test("are all sent when they share a tick", () => {
		const changes = [
			STORED,
			{ file: 1, state: "processing" },
			{ file: 1, stage: "extraction_start" },
			{ file: 1, stage: "extraction_complete" },
			DONE,
		] as const;
		expect(translate(...changes).map(({ type, progress }) => progress ?? type)).toEqual([
			10,
			20,
			90,
			100,
			"complete",
		]);
	});
});

describe("nothing is sent", () => {
	test.for([
		["about another batch", { ...STORED, batch: 2 }],
		["about a file that is only announced", { file: 1, batch: 1, state: "expected" }],
		["about a change of a batch", { batch: 1, at: 5 }],
		["about a stage that the seed does not know", { ...STORED, stage: "transcribing" }],
		["about a file that is removed", { file: 9, removed: true }],
	] as const)("%s", ([, change]) => {
		expect(translate(change)).toEqual([]);
	});

	test("for a key without a batch, even if objects have a property of that name", () => {
		for (const key of ["none", "constructor", "__proto__"]) {
			expect(imagesMvp.translate(key, fold(STORED), state, NOW)).toEqual([]);
		}
	});
});

describe("an error", () => {
	test("has the sentence of a file that failed", () => {
		fold(STORED);
		const problem = { code: "unreadable-image", detail: "It is not whole." };
		expect(translate({ file: 1, state: "failed", problem })).toMatchObject([
			{
				type: "error",
				error: problem.detail,
				message: problem.detail,
				code: problem.code,
				filename: "a.jpg",
			},
		]);
	});

	test("is sent when a file was cancelled", () => {
		fold(STORED);
		expect(translate({ file: 1, state: "cancelled", stage: null })).toMatchObject([
			{ type: "error", code: "cancelled" },
		]);
	});
});

describe("a greeting", () => {
	test("is connected, then heartbeat", () => {
		expect(greeting("unknown")).toEqual([
			{ type: "connected", sessionId: "unknown", timestamp: TIME },
			{ type: "heartbeat", sessionId: "unknown", timestamp: TIME },
		]);
	});

	test("then has the status of every file of the batch, and no other", () => {
		fold(
			STORED,
			{ ...STORED, file: 2, batch: 2 },
			{ ...STORED, ...DONE, file: 3 },
			{ ...STORED, file: 4, stage: "extraction_start" },
		);
		const statuses = greeting()
			.slice(2)
			.map(({ type, file, progress }) => [type, file, progress]);
		expect(statuses).toEqual([
			["progress", 1, 10],
			["progress", 3, 100],
			["complete", 3, undefined],
			["progress", 4, 20],
		]);
	});
});

describe("a client's message", () => {
	test("ping is answered with pong", () => {
		expect(parse(imagesMvp.reply('{"type":"ping"}', NOW))).toEqual([{ type: "pong", timestamp: TIME }]);
	});

	test.for(["", "ping", "{", "null", "[]", "1", '{"type":"pong"}', '{"ping":1}'])(
		"%j is answered with nothing",
		(message) => {
			expect(imagesMvp.reply(message, NOW)).toEqual([]);
		},
	);
});

test("the heartbeat serves clients of either seed", () => {
	expect(parse(imagesMvp.heartbeat?.("mine", NOW) ?? []).map(({ type }) => type)).toEqual([
		"heartbeat",
		"ping",
	]);
});
