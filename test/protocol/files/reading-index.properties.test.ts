import { expect, test } from "vitest";
import type { Change } from "../../../src/protocol/files/change.ts";
import { FILE_STATES } from "../../../src/protocol/files/file-state.ts";
import { ReadingIndex } from "../../../src/protocol/files/reading-index.ts";
import { readingOrder } from "../../../src/protocol/files/reading-order.ts";
import { apply, emptyState } from "../../../src/protocol/stream/session-state.ts";
import { property } from "../../support/seed.ts";

test("kept up change by change, positions are those of a walk over all files", () =>
	property(40, (chance) => {
		const readingIndex = new ReadingIndex();
		const state = { ...emptyState("order"), readingIndex };
		for (let step = 0; step < 200; step++) {
			const file = 1 + chance.below(25);
			const change: Change =
				chance.below(12) === 0
					? { file, removed: true }
					: {
							file,
							batch: 1 + (file % 3),
							size: 4 ** chance.below(14),
							type: chance.pick(["image/png", "video/mp4"]),
							state: chance.pick(FILE_STATES),
							ticket: chance.below(20),
							progress: chance.below(101),
							took: chance.below(3_000),
						};
			apply(state, change);
			if (step % 10 !== 0) continue;
			// A removed number comes back only in this test; a session gives each number once, in ascending order.
			const plain = readingOrder([...state.files.values()].sort((a, b) => a.n - b.n));
			for (const record of state.files.values()) {
				const position = readingIndex.positionOf(record);
				const expected = plain.get(record.n);
				expect(position?.rank).toBe(expected?.rank);
				if (expected) expect(position?.share).toBeCloseTo(expected.share, 9);
			}
			const queued = [...state.files.values()].filter((record) => record.state === "queued").length;
			for (const limit of [3, 100]) {
				const waiting = readingIndex.waiting(limit);
				expect(waiting).toHaveLength(Math.min(limit, queued));
				for (const [index, [record, { rank, share }]] of waiting.entries()) {
					expect([record, rank]).toEqual([state.files.get(record.n), index]);
					expect(plain.get(record.n)?.rank).toBe(index);
					expect(share).toBeCloseTo(plain.get(record.n)?.share ?? -1, 9);
				}
			}
		}
	}));
