import { describe, expect, test } from "vitest";
import type { ExtractionCheckpoint } from "../../../src/extract/resume-store.ts";
import { MemorySql } from "../../support/fakes/memory-sql.ts";
import { type Chance, property } from "../../support/seed.ts";
import { batch, chunk, rowsOf, save } from "./checkpoint-rows.ts";

/** Checkpoints as an extraction makes them: text, then chunks, then the index; some steps do two things at once. */
function someCheckpoints(chance: Chance): ExtractionCheckpoint[] {
	const checkpoints: ExtractionCheckpoint[] = [];
	let [state, chunks, searchable] = [0, 0, 0];
	for (let round = 1 + chance.below(2); round > 0; round--) {
		for (let count = chance.below(4); count > 0; count--)
			checkpoints.push({ state: { at: state++ }, textBatch: batch(`text ${state}`) });
		for (let count = chance.below(4); count > 0; count--) {
			const more = Array.from({ length: chance.below(3) }, () => chunk(chunks++));
			const to = searchable + chance.below(chunks - searchable + 1);
			checkpoints.push({
				state: { at: state++ },
				chunks: more,
				...(chance.below(3) === 0 && { dropTextBatches: true as const }),
				...(chance.below(3) === 0 && { textBatch: batch(`text ${state}`) }),
				...(to > searchable && { searchable: { from: searchable, to } }),
			});
			if (to > searchable) searchable = to;
		}
	}
	return checkpoints;
}

/** The same checkpoints in runs. */
function inRuns(checkpoints: readonly ExtractionCheckpoint[], chance: Chance): ExtractionCheckpoint[][] {
	const runs: ExtractionCheckpoint[][] = [];
	for (let at = 0; at < checkpoints.length; ) {
		const length = 1 + chance.below(4);
		runs.push(checkpoints.slice(at, at + length));
		at += length;
	}
	return runs;
}

describe("checkpoints that are saved together", () => {
	test("leave the same rows as one by one", async () => {
		await property(300, (chance) => {
			const checkpoints = someCheckpoints(chance);
			const [single, together, runs] = [new MemorySql(), new MemorySql(), new MemorySql()];
			save(single, ...checkpoints.map((one) => [one]));
			save(together, checkpoints);
			save(runs, ...inRuns(checkpoints, chance));
			expect(rowsOf(together)).toEqual(rowsOf(single));
			expect(rowsOf(runs)).toEqual(rowsOf(single));
		});
	});
});
