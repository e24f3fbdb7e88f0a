import { expect, it } from "vitest";
import { snapshotOf } from "../../../src/session/stream/snapshot.ts";
import { type View, WHOLE } from "../../../src/session/stream/view.ts";
import { testSession } from "../../support/fakes/test-session.ts";
import { randomCommand } from "../../support/runs/random-commands.ts";
import { property } from "../../support/seed.ts";

const VIEWS: readonly View[] = [WHOLE, { outline: true }, { batch: 1 }, { batch: 1, outline: true }];

it("a cached snapshot always equals a fresh one, in every form and for every view", () =>
	property(20, (random) => {
		const { session, model } = testSession();
		for (let step = 0; step < 60; step++) {
			if (random.below(3) > 0) {
				session.execute(randomCommand(model, random));
				session.flush();
			}
			const { state } = model;
			const view = VIEWS[random.below(VIEWS.length)] ?? WHOLE;
			expect(session.snapshot(view)).toEqual(snapshotOf(state, view));
		}
	}));
