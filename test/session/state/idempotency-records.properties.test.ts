import { describe, expect, it } from "vitest";
import { testSession } from "../../support/fakes/test-session.ts";
import { randomCommand } from "../../support/runs/random-commands.ts";
import { property } from "../../support/seed.ts";

describe("a numbered command", () => {
	it("is remembered with what it changed or not at all, whatever crashes when", async () => {
		await property(40, (random) => {
			const world = testSession();
			for (let count = 0; count < 80; count++) {
				world.session.execute(randomCommand(world.model, random));
				if (random.below(4) > 0) continue;
				if (random.below(8) === 0) world.session.eraseHistory();
				else if (random.below(4) === 0) world.session.checkpointIfIdle();
				else world.session.flush();
				// What was not written is lost; what was is found again in the same places.
				const written = world.model.idempotency.toStored();
				world.session.execute(randomCommand(world.model, random));
				expect(world.wake().model.idempotency.toStored()).toEqual(written);
			}
		});
	});
});
