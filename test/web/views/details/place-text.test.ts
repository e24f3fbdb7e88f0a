import { expect, it } from "vitest";
import { placeText } from "../../../../web/views/widgets/place-text.ts";

it.each([
	[{}, ""],
	[{ page: 3, headings: ["Terms", "Payment"] }, "Page 3 · Terms › Payment"],
	[{ sheet: "Sheet1", headings: ["Sheet1"] }, "Sheet1"],
	[{ sheet: "Costs", headings: ["Costs", "May"] }, "Costs · May"],
	[{ slide: 2 }, "Slide 2"],
	[{ time: 144 }, "2:24"],
])("shows the place %j as %s", (place, shown) => {
	expect(placeText(place)).toBe(shown);
});
