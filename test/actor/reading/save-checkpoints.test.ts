import { describe, expect, test } from "vitest";
import { saveCheckpoints } from "../../../src/actor/reading/save-checkpoints.ts";
import type { ExtractionCheckpoint } from "../../../src/extract/resume-store.ts";
import { TextTables } from "../../../src/session/store/text-tables.ts";
import { MemorySql } from "../../support/fakes/memory-sql.ts";
import { batch, chunk, FILE, rowsOf, save } from "./checkpoint-rows.ts";

describe("checkpoints that are saved together", () => {
	test("do not write text that a later one of them drops", () => {
		const sql = new MemorySql();
		const tables = new TextTables(sql);
		const written: string[] = [];
		tables.putTextBatch = (_n, index) => void written.push(`batch ${index}`);
		tables.dropTextBatches = () => void written.push("drop");
		saveCheckpoints(tables, FILE, [
			{ state: 1, textBatch: batch("one") },
			{ state: 2, textBatch: batch("two") },
			{ state: 3, chunks: [chunk(0)], dropTextBatches: true },
		]);
		expect(written).toEqual([]);
		expect(tables.progressOf(FILE)).toEqual({ note: "3", textBatches: 0, chunks: 1, searchable: 0 });
	});

	test("change nothing when there are none", () => {
		const sql = new MemorySql();
		save(sql, []);
		expect(rowsOf(sql)).toBe("no tables");
	});

	test("leave the text of other files alone", () => {
		const sql = new MemorySql();
		const tables = new TextTables(sql);
		saveCheckpoints(tables, FILE + 1, [{ state: 1, textBatch: batch("another"), chunks: [chunk(0)] }]);
		save(sql, [{ state: 1, textBatch: batch("one") }], [{ state: 2, dropTextBatches: true }]);
		expect(tables.progressOf(FILE + 1)).toEqual({ note: "1", textBatches: 1, chunks: 1, searchable: 0 });
		expect(tables.textBatch(FILE + 1, 0)).toBe(JSON.stringify(batch("another")));
	});
});

describe("checkpoints that do not continue what is saved", () => {
	const saved: readonly ExtractionCheckpoint[] = [
		{ state: "saved", chunks: [chunk(0), chunk(1), chunk(2)], searchable: { from: 0, to: 2 } },
	];

	test.each<[what: string, checkpoints: readonly ExtractionCheckpoint[]]>([
		["repeat a chunk", [{ state: 1, chunks: [chunk(2)] }]],
		["leave a chunk out", [{ state: 1, chunks: [chunk(4)] }]],
		["have chunks in the wrong order", [{ state: 1, chunks: [chunk(4), chunk(3)] }]],
		[
			"have a chunk twice in two of them",
			[
				{ state: 1, chunks: [chunk(3)] },
				{ state: 2, chunks: [chunk(3)] },
			],
		],
		["have a chunk with a negative number", [{ state: 1, chunks: [chunk(-1)] }]],
		["index chunks twice", [{ state: 1, searchable: { from: 0, to: 3 } }]],
		["leave chunks out of the index", [{ state: 1, searchable: { from: 3, to: 3 } }]],
		["index chunks that are not there", [{ state: 1, searchable: { from: 2, to: 4 } }]],
		["take chunks out of the index again", [{ state: 1, searchable: { from: 2, to: 1 } }]],
		[
			"index chunks before they come",
			[
				{ state: 1, searchable: { from: 2, to: 4 } },
				{ state: 2, chunks: [chunk(3)] },
			],
		],
	])("are refused as a whole when they %s", (_what, checkpoints) => {
		const sql = new MemorySql();
		save(sql, saved);
		const before = rowsOf(sql);
		expect(() => save(sql, checkpoints)).toThrow(/file 3|File 3/);
		expect(rowsOf(sql)).toEqual(before);
	});
});
