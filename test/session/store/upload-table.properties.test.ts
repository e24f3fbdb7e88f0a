import { describe, expect, it } from "vitest";
import { PARTS_PER_ROW } from "../../../src/session/limits.ts";
import { createTables } from "../../../src/session/store/schema.ts";
import { UploadTable } from "../../../src/session/store/upload-table.ts";
import { MemorySql } from "../../support/fakes/memory-sql.ts";
import { property } from "../../support/seed.ts";
import { freshUpload } from "./fresh-upload.ts";

describe("the rows of uploads", () => {
	it("keep every part of long uploads through crashes", async () => {
		await property(40, (random) => {
			const sql = new MemorySql();
			createTables(sql);
			let uploads = new UploadTable(sql);
			const parts = new Map<number, number>();
			for (let step = 0; step < 60; step++) {
				const n = random.pick([1, 2, -3]);
				const before = uploads.get(n) ?? freshUpload(n);
				const count = random.below(2 * PARTS_PER_ROW);
				const more = Array.from({ length: count }, (_, index) => ({
					number: before.next + index,
					etag: `e${n}`,
				}));
				const after = {
					...before,
					parts: before.parts + count,
					next: before.next + count,
					recentParts: [...before.recentParts, ...more],
				};
				uploads.put(after);
				expect(uploads.partsOf(uploads.get(n) ?? after)).toHaveLength(after.parts);
				if (random.below(3) === 0) uploads = new UploadTable(sql);
				else {
					uploads.write();
					parts.set(n, after.parts);
				}
				for (const [known, total] of parts) {
					const upload = uploads.get(known);
					const numbers = upload ? uploads.partsOf(upload).map(({ number }) => number) : [];
					expect(numbers).toEqual(Array.from({ length: total }, (_, index) => index + 1));
				}
			}
		});
	});
});
