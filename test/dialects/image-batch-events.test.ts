import { beforeEach, describe, expect, test } from "vitest";
import { eventsOf, eventsSoFar } from "../../src/dialects/image-batch/events.ts";
import type { Change } from "../../src/protocol/files/change.ts";
import { apply, emptyState, type SessionState } from "../../src/protocol/stream/session-state.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const TIME = "2026-11-21T12:00:00.000Z";

let state: SessionState;
beforeEach(() => {
	state = emptyState("epoch");
	fold({ batch: 1, key: "mine" }, { batch: 2, key: "other" });
});

function fold(...changes: Change[]): Change[] {
	for (const change of changes) apply(state, change);
	return changes;
}
const translate = (...changes: Change[]) => eventsOf("mine", fold(...changes), state, NOW);
const soFar = (key = "mine") => eventsSoFar(key, state, NOW);

/** Events in short: progress and status, or the counts at the end. */
const short = (events: ReturnType<typeof eventsOf>) =>
	events.map(({ name, data }) =>
		name === "uploadProgress"
			? `${data.filename} ${data.progress} ${data.currentFileStatus}`
			: `${data.successCount} of ${data.totalFiles}, ${data.failureCount} failed`,
	);

const sent = (file: number, more: object = {}): Change => ({
	file,
	batch: 1,
	name: `${file}.jpg`,
	size: 68,
	state: "uploading",
	...more,
});
const stored = (file: number): Change => ({ file, stage: "upload_complete", state: "queued", stored: 68 });
const read = (file: number): Change => ({ file, state: "processing", attempt: 1 });
const done = (file: number): Change => ({ file, stage: "complete", state: "completed" });
const failed = (file: number): Change => ({
	file,
	state: "failed",
	problem: { code: "unreadable-image", detail: "The picture is damaged." },
});

describe("a file of seed 002", () => {
	test("is reported at 0, 50, 75 and 100, and its batch is summed up", () => {
		expect(short(translate(sent(1)))).toEqual(["1.jpg 0 uploading"]);
		expect(short(translate(stored(1)))).toEqual(["1.jpg 50 uploading"]);
		expect(short(translate(read(1)))).toEqual(["1.jpg 75 processing"]);
		expect(short(translate(done(1)))).toEqual(["1.jpg 100 completed", "1 of 1, 0 failed"]);
	});

	test("is reported at each step even if they share a tick", () => {
		expect(short(translate(sent(1), stored(1), read(1), done(1)))).toEqual([
			"1.jpg 0 uploading",
			"1.jpg 50 uploading",
			"1.jpg 75 processing",
			"1.jpg 100 completed",
			"1 of 1, 0 failed",
		]);
	});

	test("is reported in the fields of the seed", () => {
		expect(translate(sent(1), sent(2), stored(2)).at(-1)).toEqual({
			name: "uploadProgress",
			data: {
				filename: "2.jpg",
				fileSize: 68,
				progress: 50,
				percentComplete: 25,
				currentFileStatus: "uploading",
				batch: { id: "mine", totalFiles: 2, completedFiles: 0, failedFiles: 0 },
				file: 2,
				timestamp: TIME,
			},
		});
	});

	test("that fails says why, and does not affect the others", () => {
		fold(sent(1), stored(1), read(1), sent(2), stored(2));
		const [failure, ...others] = translate(failed(1));
		expect(failure?.data).toMatchObject({
			progress: 75,
			currentFileStatus: "failed",
			error: "The picture is damaged.",
			percentComplete: 75,
		});
		expect(others).toEqual([]);
		expect(short(translate(read(2), done(2)))).toEqual([
			"2.jpg 75 processing",
			"2.jpg 100 completed",
			"1 of 2, 1 failed",
		]);
	});

	test.for<[string, Change[], number]>([
		["before its bytes arrived", [], 0],
		["while it waited", [stored(1)], 0],
		["after it was read once", [stored(1), read(1)], 75],
	])("that is cancelled %s counts as failed", ([, changes, progress]) => {
		fold(sent(1), ...changes);
		const [failure, summary] = translate({ file: 1, state: "cancelled", stage: null });
		expect(failure?.data).toMatchObject({
			progress,
			currentFileStatus: "failed",
			error: "The file was cancelled.",
		});
		expect(summary?.data).toMatchObject({ successCount: 0, failureCount: 1 });
	});
});

describe("nothing is sent", () => {
	test.for<[string, Change]>([
		["about another batch", sent(9, { batch: 2 })],
		["about a file that is only announced", sent(9, { state: "expected" })],
		["about a stage in between", { file: 1, stage: "extraction_start" }],
		["about a pause", { file: 1, state: "paused" }],
		["about a file that is removed", { file: 1, removed: true }],
		["about an unknown file", { file: 77, removed: true }],
		["about a change of a batch", { batch: 1, removed: true }],
	])("%s", ([, change]) => {
		fold(sent(1), stored(1));
		expect(translate(change)).toEqual([]);
	});
});

describe("the summary of a batch", () => {
	test("waits for files that are announced", () => {
		fold(sent(1), sent(2, { state: "expected" }));
		expect(short(translate(stored(1), read(1), done(1)))).not.toContain("1 of 2, 0 failed");
		expect(short(translate(sent(2), stored(2), read(2), failed(2)))).toContain("1 of 2, 1 failed");
	});

	test("is sent once per tick, however many files ended in it", () => {
		fold(sent(1), stored(1), read(1), sent(2), stored(2), read(2));
		expect(short(translate(done(1), done(2)))).toEqual([
			"1.jpg 100 completed",
			"2.jpg 100 completed",
			"2 of 2, 0 failed",
		]);
	});

	test("is sent for each batch, to a reader of all", () => {
		const changes = fold(sent(1), sent(2, { batch: 2 }), done(1), done(2));
		const sums = eventsOf("", changes, state, NOW).filter(({ name }) => name === "uploadCompleted");
		expect(sums.map(({ data }) => data.batch.id)).toEqual(["mine", "other"]);
	});
});

describe("the percentage of a batch", () => {
	test("never decreases, and is 100 only at the end", () => {
		const files = [1, 2, 3];
		fold(...files.map((file) => sent(file, { state: "expected" })));
		const steps = files.flatMap((file) => [sent(file), stored(file), read(file), done(file)]);
		const percents = steps.map((step) => {
			const { data } = translate(step)[0] ?? {};
			return data && "percentComplete" in data ? data.percentComplete : Number.NaN;
		});
		expect(percents).toEqual(percents.toSorted((a, b) => a - b));
		expect(percents.indexOf(100)).toBe(steps.length - 1);
	});
});

describe("a reader who comes late", () => {
	test("gets each file's steps so far, in order, and the summary of a finished batch", () => {
		fold(sent(1), stored(1), read(1), done(1), sent(2), stored(2), read(2), failed(2));
		expect(short(soFar())).toEqual([
			"1.jpg 0 uploading",
			"1.jpg 50 uploading",
			"1.jpg 75 processing",
			"1.jpg 100 completed",
			"2.jpg 0 uploading",
			"2.jpg 50 uploading",
			"2.jpg 75 processing",
			"2.jpg 75 failed",
			"1 of 2, 1 failed",
		]);
	});

	test("gets nothing about files that are only announced, nor about an unknown batch", () => {
		fold(sent(1, { state: "expected" }));
		expect(soFar()).toEqual([]);
		expect(soFar("unknown")).toEqual([]);
	});

	test("gets only the last step of files beyond 10,000", () => {
		for (let file = 1; file <= 10_001; file++) fold(sent(file), stored(file));
		const events = soFar();
		expect(events).toHaveLength(2 * 10_000 + 1);
		expect(short(events.slice(-1))).toEqual(["10001.jpg 50 uploading"]);
	});
});
