import { describe, expect, it } from "vitest";
import { addOrientation } from "../../src/thumbnail/add-orientation.ts";
import { fact, factsOf } from "../extract/from-bytes.ts";
import { makeJpeg } from "../fixtures/jpeg.ts";

describe("adding an orientation", () => {
	it.each([2, 3, 4, 5, 6, 7, 8])("adds orientation %i and changes nothing else", async (orientation) => {
		const jpeg = makeJpeg({});
		const oriented = addOrientation(jpeg, orientation);
		expect(fact(await factsOf(oriented), "orientation")?.value).toBe(orientation);
		expect(oriented.slice(-(jpeg.length - 2))).toEqual(jpeg.slice(2));
	});

	it.each([1, 0, 9, 1.5, Number.NaN])("leaves the JPEG unchanged for orientation %s", (orientation) => {
		const jpeg = makeJpeg({});
		expect(addOrientation(jpeg, orientation)).toBe(jpeg);
	});

	it("leaves other formats unchanged", () => {
		const other = Uint8Array.of(1, 2, 3);
		expect(addOrientation(other, 6)).toBe(other);
	});
});
