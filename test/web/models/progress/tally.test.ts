import { expect, it } from "vitest";
import { FILE_STATES } from "../../../../src/protocol/files/file-state.ts";
import { groupOf } from "../../../../web/models/list/file-group.ts";
import { overviewOf } from "../../../../web/models/progress/overview.ts";
import { STANDING } from "../../../../web/models/progress/pace.ts";
import { noSums, type Sums, Tally } from "../../../../web/models/progress/tally.ts";
import { chance, freshSeed } from "../../../support/seed.ts";
import { view } from "../../support/views.ts";

const overview = (sums: Sums) => overviewOf(sums, undefined, STANDING);

it("keeps sums equal to fresh ones, of the whole and of each batch, whatever happens", () => {
	const luck = chance(freshSeed());
	const tally = new Tally();
	const files = new Map<number, ReturnType<typeof view>>();
	for (let step = 0; step < 2_000; step++) {
		const n = 1 + luck.below(30);
		if (luck.below(8) === 0) files.delete(n);
		else {
			const size = luck.below(3) * 500;
			files.set(
				n,
				view(n, {
					batch: 1 + (n % 3),
					size,
					stored: luck.below(size + 1),
					state: luck.pick(FILE_STATES),
					progress: luck.below(101),
				}),
			);
		}
		tally.note(n, files.get(n));
	}
	const fresh = new Tally();
	for (const [n, file] of files) fresh.note(n, file);
	expect(tally.whole, `SEED=${luck.seed}`).toEqual(fresh.whole);
	for (const batch of [1, 2, 3, 4]) expect(tally.of(batch)).toEqual(fresh.of(batch));
	for (const [n, file] of files) expect(tally.groupOf(n)).toBe(groupOf(file));
	for (const n of [...files.keys()]) tally.note(n, undefined);
	expect(tally.whole).toEqual(noSums());
	expect(tally.of(1)).toBeUndefined();
});

it("comes to a hundred exactly when everything is done, cancelled files or not", () => {
	const tally = new Tally();
	for (let n = 1; n <= 333; n++) tally.note(n, view(n, { size: n, state: "processing", progress: 33 }));
	expect(overview(tally.whole).percent).toBeLessThan(50);
	for (let n = 1; n <= 333; n++)
		tally.note(n, view(n, { size: n, state: n % 7 ? "completed" : "cancelled" }));
	expect(overview(tally.whole).percent).toBe(100);
});

it("shows bytes on their way ahead of those that are stored, and failed files apart", () => {
	const tally = new Tally();
	tally.note(1, view(1, { size: 1000, state: "uploading", stored: 200 }, { sent: 600 }));
	tally.note(2, view(2, { size: 1000, state: "failed", progress: 20 }));
	expect(overview(tally.whole)).toMatchObject({
		bytes: 1000,
		stored: 200,
		percent: 5,
		sentPercent: 15,
		failedShare: 0.5,
	});
});

it("counts files alone where there are no bytes", () => {
	const tally = new Tally();
	tally.note(1, view(1, { size: 0, state: "completed", progress: 100 }));
	tally.note(2, view(2, { size: 0 }));
	expect(overview(tally.whole).percent).toBe(50);
});
