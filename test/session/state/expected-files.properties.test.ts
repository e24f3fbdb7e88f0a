import { describe, expect, test } from "vitest";
import { testSession } from "../../support/fakes/test-session.ts";
import { randomCommand } from "../../support/runs/random-commands.ts";
import { property } from "../../support/seed.ts";

describe("expected files", () => {
	test("match the file records after any commands and after every wake", async () => {
		await property(30, (random) => {
			const testbed = testSession();
			for (let count = 0; count < 150; count++) testbed.session.execute(randomCommand(testbed.model, random));
			testbed.session.flush();
			for (const { model } of [testbed, testbed.wake()]) {
				const files = [...model.state.files.values()];
				for (const { batch, name, size } of files) {
					const same = files.filter((file) => {
						const isLike = file.batch === batch && file.name === name && file.size === size;
						// The bytes of a link are fetched, not uploaded.
						return file.state === "expected" && file.host === undefined && isLike;
					});
					const found = [...model.expected.matching({ batch, name, size })].sort((a, b) => a - b);
					expect(found).toEqual(same.map(({ n }) => n).sort((a, b) => a - b));
				}
			}
		});
	});
});
