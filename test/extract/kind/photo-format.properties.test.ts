import { describe, test } from "vitest";
import { type Chance, property } from "../../support/seed.ts";
import { expectAgreement, IMAGES } from "./photo-formats.ts";

/** Some bytes are others, mostly near the beginning, and sometimes the end is missing. */
function mutate(intact: Uint8Array, chance: Chance): Uint8Array {
	const bytes = intact.slice(0, 5_000);
	const range = Math.min(bytes.length, chance.pick([4, 16, 64, 500, bytes.length]));
	for (let count = chance.below(8); count > 0; count--)
		bytes[chance.below(range)] = chance.pick([0, 1, 0x0a, 0x20, 0x47, 0x7f, 0x80, 0xff, chance.below(256)]);
	return chance.below(3) === 0 ? bytes.slice(0, chance.below(bytes.length)) : bytes;
}

describe("the format of a damaged photo", () => {
	test.each(IMAGES)("agrees with sniffing for %s", async (_what, intact) => {
		await property(400, (chance) => expectAgreement(mutate(intact, chance)));
	});
});
