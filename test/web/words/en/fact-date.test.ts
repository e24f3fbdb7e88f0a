import { expect, it } from "vitest";
import { formatFactDate } from "../../../../web/words/en/details/fact-date.ts";

it.each([
	["2018-07-25", "Jul 25, 2018"],
	["2018-07-25 16:34:23 (time zone not recorded)", "Jul 25, 2018, 4:34:23 PM (time zone not recorded)"],
	["2018-07-25 16:34:23 +02:00", "Jul 25, 2018, 4:34:23 PM UTC+02:00"],
	["2018-07-25T16:34:23.120Z", "Jul 25, 2018, 4:34:23 PM UTC"],
	["2018-07-25T16:34", "Jul 25, 2018, 4:34:00 PM"],
	["D:2018", "D:2018"],
	["last summer", "last summer"],
])("formats the date %s as %s", (text, shown) => {
	// Intl puts a narrow no-break space before PM.
	expect(formatFactDate(text).replace(/\u202f/g, " ")).toBe(shown);
});
