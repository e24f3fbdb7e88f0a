import { expect, it } from "vitest";
import { snapshotOf } from "../../../src/session/stream/snapshot.ts";
import { KeptSnapshots } from "../../../src/session/stream/snapshot-cache.ts";
import { type View, WHOLE } from "../../../src/session/stream/view.ts";
import { testLoop } from "../../support/fakes/test-session.ts";
import { randomCommand } from "../../support/runs/random-commands.ts";
import { property } from "../../support/seed.ts";

const VIEWS: readonly View[] = [WHOLE, { outline: true }, { batch: 1 }, { batch: 1, outline: true }];

it("whatever happened between, a reader gets the state as it is written, in the form and as far as it may see", () =>
	property(20, (random) => {
		const { loop } = testLoop();
		for (let step = 0; step < 60; step++) {
			if (random.below(3) > 0) {
				loop.do(randomCommand(loop.model, random));
				loop.flush();
			}
			const { state } = loop.model;
			const view = VIEWS[random.below(VIEWS.length)] ?? WHOLE;
			expect(loop.snapshots.read(state, view)).toEqual(snapshotOf(state, view));
		}
	}));

it("the state is written out once for all who come before the next frame", () => {
	const { loop } = testLoop();
	loop.do({ type: "announce", key: "drop", entries: [{ name: "a", size: 1 }], hash: "a" });
	loop.flush();
	const snapshots = new KeptSnapshots();
	const first = snapshots.read(loop.model.state, {});
	expect(snapshots.read(loop.model.state, {})).toBe(first);
	expect(snapshots.read(loop.model.state, { outline: true })).not.toBe(first);
	loop.do({ type: "order", verb: "pause", target: { file: 1 } });
	loop.flush();
	expect(snapshots.read(loop.model.state, {})).not.toBe(first);
});
