import { beforeEach, describe, expect, test } from "vitest";
import { PausedError, type TextPart } from "../../src/extract/resume-store.ts";
import type { ReadJob } from "../../src/extractor/contract.ts";
import { KEPT_CHARS, UPDATE_MS } from "../../src/extractor/limits.ts";
import { RemoteResumeStore } from "../../src/extractor/remote-resume-store.ts";
import { UpdateBuffer } from "../../src/extractor/update-buffer.ts";
import type { Chunk } from "../../src/protocol/text/chunk.ts";
import { MemoryHost } from "./memory-host.ts";

const FILE = 1;
const UNTIL = 10_000;

let now: number;
let host: MemoryHost;
let updates: UpdateBuffer;

beforeEach(() => {
	now = 0;
	host = new MemoryHost([[FILE, new Uint8Array(10)]]);
	updates = new UpdateBuffer(host, () => now);
});

/** The store of one turn. A later one begins with what earlier ones have reported. */
function storeOf(job: ReadJob = host.jobOf(FILE), yieldThread = async () => {}): RemoteResumeStore {
	return new RemoteResumeStore({ job, host, updates, until: UNTIL, now: () => now, yieldThread });
}

function part(text: string): TextPart {
	return { start: 0, place: { page: 1 }, path: [], blocks: [{ text }] };
}

function chunk(index: number, text = "words"): Chunk {
	return { index, start: index * 10, end: index * 10 + text.length, tokens: 2, place: { page: 1 }, text };
}

/** Whatever the session was asked for but updates. */
function questions(): string[] {
	return host.asked.filter((call) => !call.startsWith("update"));
}

describe("the saved state", () => {
	test("is absent when a file is read for the first time, and the last one after that", async () => {
		const store = storeOf();
		expect(store.savedState()).toBeUndefined();
		store.save({ state: { step: 1 } });
		store.save({ state: { step: 2 } });
		expect(store.savedState()).toEqual({ step: 2 });
		await updates.report();
		expect(storeOf().savedState()).toEqual({ step: 2 });
	});

	test("is that of the moment in which it was saved, although the extraction goes on changing its own", async () => {
		const progress = { pages: [1] };
		const store = storeOf();
		store.save({ state: progress });
		progress.pages.push(2);
		await updates.report();
		expect(storeOf().savedState()).toEqual({ pages: [1] });
		expect(store.savedState()).toEqual({ pages: [1] });
	});

	test("is that of the last report when the extractor dies before the next one", async () => {
		const store = storeOf();
		store.save({ state: { step: 1 }, chunks: [chunk(0)] });
		await updates.report();
		store.save({ state: { step: 2 }, chunks: [chunk(1)] });
		expect(storeOf().savedState()).toEqual({ step: 1 });
		expect(host.jobOf(FILE).saved).toMatchObject({ chunks: 1 });
	});
});

describe("the text of a short document", () => {
	test("is read without asking the session", async () => {
		const store = storeOf();
		store.save({ state: 1, textBatch: [part("one")] });
		store.save({ state: 2, textBatch: [part("two")] });
		expect(await store.textBatch(0)).toEqual([part("one")]);
		expect(await store.textBatch(1)).toEqual([part("two")]);
		expect(await store.textBatch(2)).toBeUndefined();
		store.save({ state: 3, chunks: [chunk(0), chunk(1)] });
		store.save({ state: 4, chunks: [chunk(2)], dropTextBatches: true });
		expect(await store.chunks(0, 2)).toEqual([chunk(0), chunk(1)]);
		expect(await store.chunks(1, 100)).toEqual([chunk(1), chunk(2)]);
		expect(await store.chunks(3, 1)).toEqual([]);
		expect(host.asked).toEqual([]);
	});
});

describe("the text of a long document", () => {
	test.each([
		["at hand", "x"],
		["too long to be kept", "x".repeat(KEPT_CHARS + 1)],
	])("is the same when it is %s", async (_what, text) => {
		const store = storeOf();
		store.save({ state: 1, textBatch: [part(text)] });
		store.save({ state: 2, textBatch: [part("the next")] });
		expect(await store.textBatch(0)).toEqual([part(text)]);
		expect(await store.textBatch(1)).toEqual([part("the next")]);
		expect(await store.textBatch(2)).toBeUndefined();
		store.save({ state: 3, chunks: [chunk(0, text), chunk(1)], dropTextBatches: true });
		expect(await store.textBatch(0)).toBeUndefined();
		expect(await store.chunks(0, 10)).toEqual([chunk(0, text), chunk(1)]);
		expect(await store.chunks(1, 10)).toEqual([chunk(1)]);
		expect(await store.chunks(2, 10)).toEqual([]);
	});

	test("is asked for only after everything before it was reported", async () => {
		const store = storeOf();
		store.save({ state: 1, textBatch: [part("x".repeat(KEPT_CHARS + 1))] });
		await store.textBatch(0);
		expect(host.asked).toEqual(["update 1", "textBatch 1 0"]);
	});

	test("of an earlier turn is asked for, also behind what this turn has added", async () => {
		const first = storeOf();
		first.save({ state: 1, textBatch: [part("one")], chunks: [chunk(0)] });
		await updates.report();
		const store = storeOf();
		expect(await store.textBatch(0)).toEqual([part("one")]);
		expect(await store.chunks(0, 10)).toEqual([chunk(0)]);
		store.save({ state: 2, textBatch: [part("two")], chunks: [chunk(1)] });
		expect(await store.textBatch(1)).toEqual([part("two")]);
		expect(await store.chunks(0, 10)).toEqual([chunk(0), chunk(1)]);
		expect(questions()).toEqual(["textBatch 1 0", "chunks 1 0 10", "chunks 1 0 10"]);
	});
});

describe("a turn", () => {
	test("lets other work run and reports in time", async () => {
		const order: string[] = [];
		const store = storeOf(undefined, async () => {
			order.push("yield");
		});
		store.save({ state: 1 });
		await store.yieldToLoop();
		expect([order, host.asked]).toEqual([["yield"], []]);
		now = UPDATE_MS;
		await store.yieldToLoop();
		expect(host.asked).toEqual(["update 1"]);
	});

	test("ends after its time once something is saved, and not before", async () => {
		const store = storeOf();
		now = UNTIL + 1;
		await store.yieldToLoop();
		store.save({ state: 1 });
		await expect(store.yieldToLoop()).rejects.toThrow(PausedError);
	});

	test("does not end at its last millisecond", async () => {
		const store = storeOf();
		store.save({ state: 1 });
		now = UNTIL;
		await store.yieldToLoop();
	});

	test("ends at the next checkpoint when other files wait", async () => {
		const store = storeOf();
		host.stop = true;
		now = UPDATE_MS;
		await store.yieldToLoop();
		store.save({ state: 1 });
		await expect(store.yieldToLoop()).rejects.toThrow(PausedError);
	});

	test("ends at once when nobody wants the file any more, and saves nothing more of it", async () => {
		const store = storeOf();
		host.unwanted.add(FILE);
		now = UPDATE_MS;
		await expect(store.yieldToLoop()).rejects.toThrow(PausedError);
		expect(() => store.save({ state: 1 })).toThrow(PausedError);
		await updates.report();
		expect(host.events).toEqual([]);
	});
});
