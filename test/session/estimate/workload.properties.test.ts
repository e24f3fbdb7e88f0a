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

test("updated change by change, it equals a full recount", async () => {
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
			const change: Change =
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
			apply(state, change);
			if (isFileChange(change)) load.update(before, state.files.get(file));
		}
		const recount = new Workload();
		for (const file of state.files.values()) recount.update(undefined, file);
		// Measured speeds depend on the order of changes; counts do not.
		const { files, retryAt } = load.sum();
		expect({ files, retryAt, bytes: load.comingBytes }).toEqual({
			files: recount.sum().files,
			retryAt: recount.sum().retryAt,
			bytes: recount.comingBytes,
		});
		expect(load.sum().work > 0).toBe(recount.sum().work > 0);
		expect(load.sum().expectedWork > 0).toBe(recount.sum().expectedWork > 0);
	});
});
