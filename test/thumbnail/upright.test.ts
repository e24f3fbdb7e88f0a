import { describe, expect, it } from "vitest";
import { upright } from "../../src/thumbnail/upright.ts";
import { fact, factsOf } from "../extract/from-bytes.ts";
import { makeJpeg } from "../fixtures/jpeg.ts";

describe("a thumbnail", () => {
	it.each([2, 3, 4, 5, 6, 7, 8])(
		"tells the turn %i of its photo, and is otherwise the same",
		async (orientation) => {
			const jpeg = makeJpeg({});
			const turned = upright(jpeg, orientation);
			expect(fact(await factsOf(turned), "orientation")?.value).toBe(orientation);
			expect(turned.slice(-(jpeg.length - 2))).toEqual(jpeg.slice(2));
		},
	);

	it.each([1, 0, 9, 1.5, Number.NaN])("is left alone when the turn is %s", (orientation) => {
		const jpeg = makeJpeg({});
		expect(upright(jpeg, orientation)).toBe(jpeg);
	});

	it("is left alone when it is no JPEG", () => {
		const other = Uint8Array.of(1, 2, 3);
		expect(upright(other, 6)).toBe(other);
	});
});
