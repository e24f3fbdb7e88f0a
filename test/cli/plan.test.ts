import { describe, expect, test } from "vitest";
import { manifestHash, planAll, planResume } from "../../cli/upload/plan.ts";
import type { DiskFile } from "../../cli/walk.ts";
import type { FileRecord } from "../../src/protocol/files/file-record.ts";

function found(path: string, size: number, lastModified = 1): DiskFile {
	return { diskPath: `/disk/${path}`, path, size, lastModified };
}

function known(n: number, path: string, size: number, stage?: string): FileRecord {
	const name = path.slice(path.lastIndexOf("/") + 1);
	const where = path === name ? {} : { path };
	const record = { n, batch: 1, name, ...where, size, progress: 0, attempt: 0, stored: 0, at: 0 };
	return {
		...record,
		state: stage === undefined ? "expected" : "queued",
		...(stage !== undefined && { stage }),
	};
}

describe("a plan", () => {
	test("sends everything the first time", () => {
		const { files, abandoned } = planAll([found("trip/a.jpg", 3), found("b.jpg", 4)]);
		expect(files.map(({ source }) => source)).toMatchObject([
			{ name: "a.jpg", path: "trip/a.jpg", size: 3 },
			{ name: "b.jpg", size: 4 },
		]);
		expect(files[1]?.source).not.toHaveProperty("path");
		expect(abandoned).toEqual([]);
	});

	test("for a changed list, keeps what is stored and unchanged, and abandons what will never be sent", () => {
		const records = [
			known(1, "trip/a.jpg", 3, "complete"),
			known(2, "trip/b.jpg", 4),
			known(3, "trip/c.jpg", 5, "upload_complete"),
			known(4, "gone.jpg", 6),
		];
		const plan = planResume(
			[found("trip/a.jpg", 3), found("trip/b.jpg", 4), found("trip/c.jpg", 50)],
			records,
		);
		expect(plan.files.map(({ storedAs }) => storedAs)).toEqual([1, undefined, undefined]);
		expect(plan.abandoned).toEqual([2, 4]);
	});

	test("uses each number for one file", () => {
		const records = [known(1, "a", 3, "complete")];
		const plan = planResume([found("a", 3), found("a", 3)], records);
		expect(plan.files.map(({ storedAs }) => storedAs)).toEqual([1, undefined]);
	});

	test("the hash of a list depends on names, sizes and times of change", () => {
		const list = [found("a", 3), found("b", 4)];
		expect(manifestHash(list)).toBe(manifestHash([found("a", 3), found("b", 4)]));
		for (const other of [[found("a", 3)], [found("a", 3), found("b", 5)], [found("a", 3), found("b", 4, 2)]])
			expect(manifestHash(other)).not.toBe(manifestHash(list));
	});
});
