import { expect, test } from "vitest";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { readingIndexOf } from "../../../src/protocol/files/reading-index.ts";

function file(n: number, more: Partial<FileRecord> = {}): FileRecord {
	const record = { n, batch: 1, name: "a", size: 50_000, state: "queued", progress: 10, attempt: 0 } as const;
	return { ...record, stored: 50_000, at: 0, type: "image/jpeg", ticket: n, ...more };
}

test("a change and a position look at a handful of ten thousand waiting files", () => {
	let reads = 0;
	const counting = (n: number, more: Partial<FileRecord> = {}): FileRecord => ({
		...file(n, more),
		get ticket() {
			reads += 1;
			return n;
		},
	});
	const sizes = [100, 50_000, 9_000_000];
	const files = Array.from({ length: 10_000 }, (_, n) => counting(n + 1, { size: sizes[n % 3] ?? 0 }));
	const index = readingIndexOf({ files: new Map(files.map((one) => [one.n, one])) });
	reads = 0;
	index.update(files[0], counting(1, { size: 100, state: "processing" }));
	expect(index.waiting(10).map(([{ n }]) => n)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
	expect(index.positionOf(files[5_000] ?? file(0))?.rank).toBe(4_999);
	expect(reads).toBeLessThan(1_000);
});
