import { expect, it } from "vitest";
import { FILE_STATES } from "../../../../src/protocol/files/file-state.ts";
import { groupOf } from "../../../../web/models/files/file-group.ts";
import { overviewOf } from "../../../../web/models/progress/overview.ts";
import { IDLE } from "../../../../web/models/progress/pace.ts";
import { emptySums, FileTally, type Sums } from "../../../../web/models/progress/tally.ts";
import { chance, freshSeed } from "../../../support/seed.ts";
import { fileView } from "../../support/views.ts";

const overview = (sums: Sums) => overviewOf(sums, undefined, IDLE);

it("keeps sums equal to fresh ones, of everything and of each batch, whatever happens", () => {
	const random = chance(freshSeed());
	const tally = new FileTally();
	const files = new Map<number, ReturnType<typeof fileView>>();
	for (let step = 0; step < 2_000; step++) {
		const n = 1 + random.below(30);
		if (random.below(8) === 0) files.delete(n);
		else {
			const size = random.below(3) * 500;
			files.set(
				n,
				fileView(n, {
					batch: 1 + (n % 3),
					size,
					stored: random.below(size + 1),
					state: random.pick(FILE_STATES),
					progress: random.below(101),
				}),
			);
		}
		tally.update(n, files.get(n));
	}
	const fresh = new FileTally();
	for (const [n, file] of files) fresh.update(n, file);
	expect(tally.whole, `SEED=${random.seed}`).toEqual(fresh.whole);
	for (const batch of [1, 2, 3, 4]) expect(tally.of(batch)).toEqual(fresh.of(batch));
	for (const [n, file] of files) expect(tally.groupOf(n)).toBe(groupOf(file));
	for (const n of [...files.keys()]) tally.update(n, undefined);
	expect(tally.whole).toEqual(emptySums());
	expect(tally.of(1)).toBeUndefined();
});

it("reaches exactly 100 when everything is done, cancelled files or not", () => {
	const tally = new FileTally();
	for (let n = 1; n <= 333; n++) tally.update(n, fileView(n, { size: n, state: "processing", progress: 33 }));
	expect(overview(tally.whole).percent).toBeLessThan(50);
	for (let n = 1; n <= 333; n++)
		tally.update(n, fileView(n, { size: n, state: n % 7 ? "completed" : "cancelled" }));
	expect(overview(tally.whole).percent).toBe(100);
});

it("shows bytes in transit ahead of stored ones, and failed files separately", () => {
	const tally = new FileTally();
	tally.update(1, fileView(1, { size: 1000, state: "uploading", stored: 200 }, { sent: 600 }));
	tally.update(2, fileView(2, { size: 1000, state: "failed", progress: 20 }));
	expect(overview(tally.whole)).toMatchObject({
		bytes: 1000,
		stored: 200,
		percent: 5,
		sentPercent: 15,
		failedShare: 0.5,
	});
});

it("counts only files if there are no bytes", () => {
	const tally = new FileTally();
	tally.update(1, fileView(1, { size: 0, state: "completed", progress: 100 }));
	tally.update(2, fileView(2, { size: 0 }));
	expect(overview(tally.whole).percent).toBe(50);
});
