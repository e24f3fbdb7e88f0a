import { expect, test } from "vitest";
import type { Change } from "../../../src/protocol/files/change.ts";
import { isFileChange } from "../../../src/protocol/files/is-file-change.ts";
import { apply, emptyState } from "../../../src/protocol/stream/session-state.ts";
import { Workload } from "../../../src/session/estimate/workload.ts";
import { property } from "../../support/seed.ts";

const STATES = [
	"expected",
	"uploading",
	"queued",
	"processing",
	"retrying",
	"paused",
	"completed",
	"failed",
	"cancelled",
] as const;

test("kept up change by change, it is what counting anew would give", async () => {
	await property(30, (chance) => {
		const state = emptyState("load");
		const load = new Workload();
		for (let step = 0; step < 300; step++) {
			const file = 1 + chance.below(20);
			const known = {
				batch: 1,
				size: chance.below(10_000_000),
				type: chance.pick(["image/png", "video/mp4"]),
			};
			const told: Change =
				chance.below(15) === 0
					? { file, removed: true }
					: {
							file,
							...known,
							state: chance.pick(STATES),
							stored: chance.below(known.size + 1),
							progress: chance.below(101),
							took: chance.below(2_000),
							retryAt: chance.below(1_000),
						};
			const before = state.files.get(file);
			apply(state, told);
			if (isFileChange(told)) load.update(before, state.files.get(file));
		}
		const anew = new Workload();
		for (const file of state.files.values()) anew.update(undefined, file);
		// What was learned on the way differs; what there is does not.
		const { files, retryAt } = load.sum();
		expect({ files, retryAt, bytes: load.comingBytes }).toEqual({
			files: anew.sum().files,
			retryAt: anew.sum().retryAt,
			bytes: anew.comingBytes,
		});
		expect(load.sum().work > 0).toBe(anew.sum().work > 0);
		expect(load.sum().expectedWork > 0).toBe(anew.sum().expectedWork > 0);
	});
});
