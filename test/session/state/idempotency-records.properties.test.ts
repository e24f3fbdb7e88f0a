import { describe, expect, it } from "vitest";
import { testSession } from "../../support/fakes/test-session.ts";
import { randomCommand } from "../../support/runs/random-commands.ts";
import { property } from "../../support/seed.ts";

describe("a command with an idempotency key", () => {
	it("is stored together with its changes or not at all, whenever the session crashes", async () => {
		await property(40, (random) => {
			const testbed = testSession();
			for (let count = 0; count < 80; count++) {
				testbed.session.execute(randomCommand(testbed.model, random));
				if (random.below(4) > 0) continue;
				if (random.below(8) === 0) testbed.session.eraseHistory();
				else if (random.below(4) === 0) testbed.session.checkpointIfIdle();
				else testbed.session.flush();
				// Unwritten records are lost; written ones are restored in the same order.
				const written = testbed.model.idempotency.toStored();
				testbed.session.execute(randomCommand(testbed.model, random));
				expect(testbed.wake().model.idempotency.toStored()).toEqual(written);
			}
		});
	});
});
