import { beforeEach, describe, expect, test } from "vitest";
import type { FileUpdate, UpdateReply } from "../../src/extractor/contract.ts";
import { UPDATE_CHARS, UPDATE_MS } from "../../src/extractor/limits.ts";
import { UpdateBuffer } from "../../src/extractor/update-buffer.ts";
import type { Facts } from "../../src/protocol/files/facts.ts";

let now = 1_000;
let reply: UpdateReply;
let reported: (readonly FileUpdate[])[];
let buffer: UpdateBuffer;

beforeEach(() => {
	now = 1_000;
	reply = { unwanted: [], stop: false };
	reported = [];
	const update = async (updates: readonly FileUpdate[]) => {
		reported.push(updates);
		return reply;
	};
	buffer = new UpdateBuffer({ update }, () => now);
});

const stage = (name: string) => ({
	stage: { stage: name, progress: 1, kind: "document", mime: "text/plain" } as const,
});

/** A checkpoint with text of so many characters, half of it in a batch and half in a chunk. */
function checkpoint(chars: number) {
	const text = "x".repeat(chars / 2);
	return {
		checkpoint: {
			state: null,
			textBatch: [{ start: 0, place: {}, path: [], blocks: [{ text }] }],
			chunks: [{ index: 0, start: 0, end: text.length, tokens: 1, place: {}, text }],
		},
	};
}

describe("a buffer of updates", () => {
	test("keeps the events of each file together and in order", async () => {
		buffer.add(1, stage("a"));
		buffer.add(2, stage("b"));
		buffer.add(1, stage("c"));
		await buffer.report();
		expect(reported).toEqual([
			[
				{ file: 1, events: [stage("a"), stage("c")] },
				{ file: 2, events: [stage("b")] },
			],
		]);
	});

	test("reports each event once", async () => {
		buffer.add(1, stage("a"));
		await buffer.report();
		await buffer.report();
		expect(reported).toEqual([[{ file: 1, events: [stage("a")] }], []]);
	});

	test("reports what is added while a report is under way with the next one", async () => {
		buffer.add(1, stage("a"));
		const first = buffer.report();
		buffer.add(1, stage("b"));
		await first;
		await buffer.report();
		expect(reported.map((updates) => updates.flatMap(({ events }) => events))).toEqual([
			[stage("a")],
			[stage("b")],
		]);
	});

	test("is due after a while", async () => {
		buffer.add(1, stage("a"));
		now += UPDATE_MS - 1;
		await buffer.reportIfDue();
		expect(reported).toHaveLength(0);
		now += 1;
		await buffer.reportIfDue();
		expect(reported).toHaveLength(1);
		now += UPDATE_MS - 1;
		await buffer.reportIfDue();
		expect(reported).toHaveLength(1);
	});

	test("is due at once when it is full of text, and is empty after that", async () => {
		buffer.add(1, checkpoint(UPDATE_CHARS - 1_000));
		await buffer.reportIfDue();
		expect(reported).toHaveLength(0);
		buffer.add(2, checkpoint(1_000));
		await buffer.reportIfDue();
		expect(reported).toHaveLength(1);
		buffer.add(1, checkpoint(UPDATE_CHARS - 1_000));
		await buffer.reportIfDue();
		expect(reported).toHaveLength(1);
	});

	test("is due at once when many files have ended with facts", async () => {
		const outcome = (fields: number) => ({
			outcome: {
				ok: true,
				facts: { fields } as Facts,
				mime: "image/png",
				lastStage: "complete",
				took: 1,
			} as const,
		});
		for (let file = 0; file < 10; file++) buffer.add(file, outcome(500));
		await buffer.reportIfDue();
		expect(reported).toHaveLength(0);
		buffer.add(10, outcome(UPDATE_CHARS / 50));
		await buffer.reportIfDue();
		expect(reported).toHaveLength(1);
	});

	test("learns from each answer what nobody wants any more, and whether to stop", async () => {
		expect([buffer.isUnwanted(1), buffer.shouldStop]).toEqual([false, false]);
		reply = { unwanted: [1, 3], stop: true };
		await buffer.report();
		expect([1, 2, 3].map((file) => buffer.isUnwanted(file))).toEqual([true, false, true]);
		expect(buffer.shouldStop).toBe(true);
		reply = { unwanted: [2], stop: false };
		await buffer.report();
		expect([1, 2, 3].map((file) => buffer.isUnwanted(file))).toEqual([true, true, true]);
		expect(buffer.shouldStop).toBe(false);
	});

	test("throws when the session is gone", async () => {
		const gone = new UpdateBuffer(
			{ update: () => Promise.reject(new Error("This call is over.")) },
			() => now,
		);
		await expect(gone.report()).rejects.toThrow("This call is over.");
	});
});
