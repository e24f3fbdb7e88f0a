import { expect, test } from "vitest";
import type { Change } from "../../../src/protocol/files/change.ts";
import { applyFrame, emptyState, snapshotChanges } from "../../../src/protocol/stream/session-state.ts";
import { stateHash } from "../../../src/protocol/stream/state-hash.ts";
import { chance, property } from "../../support/seed.ts";
import { created, EPOCH, frame, snapshot } from "../../web/support/frames.ts";

const batch = { batch: 1, key: "drop", at: 1 };

test("a state folded from frames and one folded from a reordered snapshot have the same hash", () =>
	property(50, (random) => {
		const byFrames = emptyState();
		applyFrame(byFrames, snapshot(0, [batch]));
		for (let seq = 0; seq < 40; seq++) {
			const file = 1 + random.below(8);
			const patches: readonly [Change, ...Change[]] = [
				{ file, removed: true },
				{ file, progress: seq },
				{ file, problem: null },
				{ file, problem: { code: "broken", detail: `${seq}` } },
			];
			applyFrame(byFrames, frame(seq, [byFrames.files.has(file) ? random.pick(patches) : created(file)]));
		}
		const bySnapshot = emptyState();
		applyFrame(
			bySnapshot,
			snapshot(byFrames.seq, [batch, ...random.shuffle(snapshotChanges(byFrames).slice(1))]),
		);
		expect(stateHash(bySnapshot)).toBe(stateHash(byFrames));
	}));

test("any difference changes the hash", () => {
	const base = () => {
		const state = emptyState();
		applyFrame(state, snapshot(3, [batch, created(1), created(2)]));
		return state;
	};
	const hashes = [base(), base(), base(), base(), emptyState(EPOCH)].map((state, which) => {
		if (which === 1) applyFrame(state, frame(3, [{ file: 2, progress: 1 }]));
		if (which === 2) applyFrame(state, frame(3, [{ file: 2, removed: true }]));
		if (which === 3) applyFrame(state, snapshot(3, [batch, created(1), created(2)], "epoch2"));
		return stateHash(state);
	});
	expect(new Set(hashes).size).toBe(hashes.length);
	expect(hashes[0]).toMatch(/^[0-9a-f]{16}$/);
	expect(stateHash(base())).toBe(hashes[0]);
});

test("gauges do not affect the hash", () => {
	const state = emptyState();
	applyFrame(state, snapshot(3, [created(1)]));
	const before = stateHash(state);
	applyFrame(state, { ...frame(3, []), to: 3, gauges: { head: chance(1).below(9), waiting: 1 } });
	expect(stateHash(state)).toBe(before);
});
