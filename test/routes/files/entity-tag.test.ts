import { expect, test } from "vitest";
import { matchesIfNoneMatch } from "../../../src/routes/files/entity-tag.ts";

test.for([
	[undefined, false],
	["", false],
	['"a"', true],
	['W/"a"', true],
	['"b", "a"', true],
	['"b",W/"a" ', true],
	["*", true],
	['"b"', false],
	["a", false],
	['"aa"', false],
] as const)("If-None-Match: %s", ([header, known]) => {
	expect(matchesIfNoneMatch(header, '"a"')).toBe(known);
});
