import { describe, expect, test } from "vitest";
import { csvLine } from "../../cli/facts/csv.ts";
import { property } from "../support/seed.ts";

/** Reads one line as RFC 4180 describes. */
function readLine(line: string): string[] {
	const cells: string[] = [];
	const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
	for (let found = pattern.exec(line); found !== null; found = pattern.exec(line)) {
		cells.push(found[1] === undefined ? (found[2] ?? "") : found[1].replaceAll('""', '"'));
		if (found[3] === "\r\n") break;
	}
	return cells;
}

describe("a line of CSV", () => {
	test.each([
		[["a", "b"], "a,b\r\n"],
		[[1, -2.5, true, null, undefined, ""], "1,-2.5,true,,,\r\n"],
		[['say "cheese"', "x,y", "two\nlines"], '"say ""cheese""","x,y","two\nlines"\r\n'],
		[[" padded "], '" padded "\r\n'],
		[["🦊 Füchse"], "🦊 Füchse\r\n"],
	])("%j is written by RFC 4180", (cells, line) => {
		expect(csvLine(cells)).toBe(line);
	});

	test.each([
		'=HYPERLINK("http://evil","x")',
		"+1+1",
		"-1+1",
		"@SUM(A1)",
		"\t=1",
		"\r=1",
		"  =1",
		"＝1",
		"＠x",
	])("text that a spreadsheet would run as a formula, such as %j, is marked as text", (text) => {
		expect(readLine(csvLine([text]))[0]).toBe(`'${text}`);
	});

	test("a negative number is not marked: a western longitude is no formula", () => {
		expect(csvLine([-122.41])).toBe("-122.41\r\n");
	});

	test("any text is read back unchanged except for the mark, and never becomes two cells or two lines", async () => {
		const letters = ['"', ",", "\r", "\n", "=", "'", " ", "a", "é", "🦊", "\t", "-"];
		await property(300, (random) => {
			const cells = Array.from({ length: 1 + random.below(5) }, () =>
				Array.from({ length: random.below(8) }, () => random.pick(letters) ?? "").join(""),
			);
			const read = readLine(csvLine(cells));
			expect(read).toHaveLength(cells.length);
			for (const [at, cell] of cells.entries()) expect([cell, `'${cell}`]).toContain(read[at]);
		});
	});
});
