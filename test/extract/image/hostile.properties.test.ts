import { describe, test } from "vitest";
import { property } from "../../support/seed.ts";
import { expectSafeResult } from "./expect-safe-result.ts";
import { INTACT } from "./intact-images.ts";

describe("truncated files", () => {
	test.each(INTACT)("a %s truncated at any length gives facts or is refused", async (_what, bytes) => {
		for (let length = 1; length < bytes.length; length += length < 200 ? 1 : 37) {
			await expectSafeResult(bytes.slice(0, length));
		}
	});
});

describe("mutated files", () => {
	test.each(INTACT)("a %s with random bytes in it gives facts or is refused", async (_what, intact) => {
		await property(150, async (chance) => {
			const bytes = intact.slice();
			const range = Math.min(bytes.length, chance.pick([32, 200, 2000, bytes.length]));
			for (let count = 1 + chance.below(20); count > 0; count--) {
				bytes[chance.below(range)] = chance.pick([0, 1, 0x7f, 0x80, 0xff, chance.below(256)]);
			}
			await expectSafeResult(chance.below(4) === 0 ? bytes.slice(0, 1 + chance.below(bytes.length)) : bytes);
		});
	});
});
