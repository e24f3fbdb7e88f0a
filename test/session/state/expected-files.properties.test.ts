import { describe, expect, test } from "vitest";
import { testSession } from "../../support/fakes/test-session.ts";
import { randomCommand } from "../../support/runs/random-commands.ts";
import { property } from "../../support/seed.ts";

describe("expected files", () => {
	test("are those of the records, whatever happens and after every wake", async () => {
		await property(30, (random) => {
			const world = testSession();
			for (let count = 0; count < 150; count++) world.session.execute(randomCommand(world.model, random));
			world.session.flush();
			for (const { model } of [world, world.wake()]) {
				const files = [...model.state.files.values()];
				for (const { batch, name, size } of files) {
					const same = files.filter((file) => {
						const isLike = file.batch === batch && file.name === name && file.size === size;
						// Nobody sends the bytes of a link.
						return file.state === "expected" && file.host === undefined && isLike;
					});
					const found = [...model.expected.matching({ batch, name, size })].sort((a, b) => a - b);
					expect(found).toEqual(same.map(({ n }) => n).sort((a, b) => a - b));
				}
			}
		});
	});
});
