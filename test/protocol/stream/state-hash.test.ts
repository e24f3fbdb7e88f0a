import { expect, test } from "vitest";
import type { Change } from "../../../src/protocol/files/change.ts";
import { applyFrame, changesOf, emptyState } from "../../../src/protocol/stream/session-state.ts";
import { stateHash } from "../../../src/protocol/stream/state-hash.ts";
import { chance, property } from "../../support/seed.ts";
import { created, EPOCH, frame, snapshot } from "../../web/support/frames.ts";

const batch = { batch: 1, key: "drop", at: 1 };

test("a state folded from frames and one folded from a snapshot in another order have one hash", () =>
	property(50, (random) => {
		const walked = emptyState();
		applyFrame(walked, snapshot(0, [batch]));
		for (let seq = 0; seq < 40; seq++) {
			const file = 1 + random.below(8);
			const patches: readonly [Change, ...Change[]] = [
				{ file, removed: true },
				{ file, progress: seq },
				{ file, problem: null },
				{ file, problem: { code: "broken", detail: `${seq}` } },
			];
			applyFrame(walked, frame(seq, [walked.files.has(file) ? random.pick(patches) : created(file)]));
		}
		const jumped = emptyState();
		applyFrame(jumped, snapshot(walked.seq, [batch, ...random.shuffle(changesOf(walked).slice(1))]));
		expect(stateHash(jumped)).toBe(stateHash(walked));
	}));

test("whatever differs changes the hash", () => {
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

test("gauges do not count", () => {
	const state = emptyState();
	applyFrame(state, snapshot(3, [created(1)]));
	const before = stateHash(state);
	applyFrame(state, { ...frame(3, []), to: 3, gauges: { head: chance(1).below(9), waiting: 1 } });
	expect(stateHash(state)).toBe(before);
});
