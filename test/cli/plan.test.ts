import { describe, expect, test } from "vitest";
import { manifestHash, planAll, planRest } from "../../cli/upload/plan.ts";
import type { FoundFile } from "../../cli/walk.ts";
import type { FileRecord } from "../../src/protocol/files/file-record.ts";

function found(path: string, size: number, lastModified = 1): FoundFile {
	return { source: `/disk/${path}`, path, size, lastModified };
}

function known(n: number, path: string, size: number, stage?: string): FileRecord {
	const name = path.slice(path.lastIndexOf("/") + 1);
	const where = path === name ? {} : { path };
	const told = { n, batch: 1, name, ...where, size, progress: 0, attempt: 0, stored: 0, at: 0 };
	return {
		...told,
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

	test("after a changed list keeps what is stored and unchanged, and gives up what nobody will send", () => {
		const records = [
			known(1, "trip/a.jpg", 3, "complete"),
			known(2, "trip/b.jpg", 4),
			known(3, "trip/c.jpg", 5, "upload_complete"),
			known(4, "gone.jpg", 6),
		];
		const plan = planRest([found("trip/a.jpg", 3), found("trip/b.jpg", 4), found("trip/c.jpg", 50)], records);
		expect(plan.files.map(({ storedAs }) => storedAs)).toEqual([1, undefined, undefined]);
		expect(plan.abandoned).toEqual([2, 4]);
	});

	test("gives a number to one file only", () => {
		const records = [known(1, "a", 3, "complete")];
		const plan = planRest([found("a", 3), found("a", 3)], records);
		expect(plan.files.map(({ storedAs }) => storedAs)).toEqual([1, undefined]);
	});

	test("a list is the same only when names, lengths and times are", () => {
		const list = [found("a", 3), found("b", 4)];
		expect(manifestHash(list)).toBe(manifestHash([found("a", 3), found("b", 4)]));
		for (const other of [[found("a", 3)], [found("a", 3), found("b", 5)], [found("a", 3), found("b", 4, 2)]])
			expect(manifestHash(other)).not.toBe(manifestHash(list));
	});
});
