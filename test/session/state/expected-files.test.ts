import { describe, expect, test } from "vitest";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { FILE_STATES } from "../../../src/protocol/files/file-state.ts";
import { ExpectedFiles } from "../../../src/session/state/expected-files.ts";

const record = (n: number, more: Partial<FileRecord> = {}): FileRecord => ({
	n,
	batch: 1,
	name: "a.jpg",
	size: 10,
	state: "expected",
	progress: 0,
	attempt: 0,
	stored: 0,
	at: 0,
	...more,
});
const LOOK = { batch: 1, name: "a.jpg", size: 10 };

describe("expected files", () => {
	test("are found by batch, name and size, in the order they were announced", () => {
		const expected = new ExpectedFiles();
		for (const file of [record(2), record(5), record(3, { name: "b.jpg" }), record(4, { size: 11 })])
			expected.update(undefined, file);
		expected.update(undefined, record(6, { batch: 2 }));
		expect([...expected.matching(LOOK)]).toEqual([2, 5]);
		expect([...expected.matching({ ...LOOK, name: "c.jpg" })]).toEqual([]);
	});

	test.for(FILE_STATES.filter((state) => state !== "expected"))("are not found as %s", (state) => {
		const expected = new ExpectedFiles();
		expected.update(undefined, record(1));
		expected.update(record(1), record(1, { state }));
		expect([...expected.matching(LOOK)]).toEqual([]);
		expected.update(record(1, { state }), record(1));
		expect([...expected.matching(LOOK)]).toEqual([1]);
		expected.update(record(1), undefined);
		expect([...expected.matching(LOOK)]).toEqual([]);
	});
});
