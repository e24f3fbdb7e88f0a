import { describe, expect, it } from "vitest";
import { matchDropped } from "../../../../web/models/sending/match-dropped.ts";
import { record } from "../../support/frames.ts";

function dropped(name: string, size: number, lastModified: number, path?: string) {
	const file = new File(["x".repeat(size)], name, { lastModified });
	return path === undefined ? { file } : { file, path };
}

const expected = (n: number, name: string, size: number, lastModified: number, path?: string) =>
	record(n, { name, size, lastModified, ...(path === undefined ? {} : { path }) });

describe("dropped files", () => {
	it("match by path, size and modification time", () => {
		const waiting = [expected(7, "a.jpg", 3, 100, "trip/a.jpg"), expected(8, "a.jpg", 3, 100, "home/a.jpg")];
		const again = [dropped("a.jpg", 3, 100, "home/a.jpg"), dropped("a.jpg", 3, 100, "trip/a.jpg")];
		const { matched, unmatched } = matchDropped(again, waiting);
		expect(matched.map(({ n }) => n)).toEqual([8, 7]);
		expect(unmatched).toEqual([]);
	});

	it("are new if anything differs", () => {
		const waiting = [expected(7, "a.jpg", 3, 100, "trip/a.jpg")];
		const others = [
			dropped("b.jpg", 3, 100),
			dropped("a.jpg", 4, 100),
			dropped("a.jpg", 3, 101),
			dropped("a.jpg", 3, 100, "elsewhere/a.jpg"),
		];
		expect(matchDropped(others, waiting).unmatched).toEqual(others);
	});

	it("match without their folder too", () => {
		const waiting = [expected(7, "a.jpg", 3, 100, "trip/a.jpg")];
		expect(matchDropped([dropped("a.jpg", 3, 100)], waiting).matched).toHaveLength(1);
	});

	it("match only once per known file", () => {
		const { matched, unmatched } = matchDropped(
			[dropped("a.jpg", 3, 100), dropped("a.jpg", 3, 100)],
			[expected(7, "a.jpg", 3, 100)],
		);
		expect(matched.map(({ n }) => n)).toEqual([7]);
		expect(unmatched).toHaveLength(1);
	});
});
