import { describe, expect, it } from "vitest";
import { recognise } from "../../../../web/models/sending/match-dropped.ts";
import { record } from "../../support/frames.ts";

function dropped(name: string, size: number, lastModified: number, path?: string) {
	const file = new File(["x".repeat(size)], name, { lastModified });
	return path === undefined ? { file } : { file, path };
}

const expected = (n: number, name: string, size: number, lastModified: number, path?: string) =>
	record(n, { name, size, lastModified, ...(path === undefined ? {} : { path }) });

describe("files dropped again", () => {
	it("are known by path, size and time of change", () => {
		const waiting = [expected(7, "a.jpg", 3, 100, "trip/a.jpg"), expected(8, "a.jpg", 3, 100, "home/a.jpg")];
		const again = [dropped("a.jpg", 3, 100, "home/a.jpg"), dropped("a.jpg", 3, 100, "trip/a.jpg")];
		const { known, fresh } = recognise(again, waiting);
		expect(known.map(({ n }) => n)).toEqual([8, 7]);
		expect(fresh).toEqual([]);
	});

	it("are new when anything differs", () => {
		const waiting = [expected(7, "a.jpg", 3, 100, "trip/a.jpg")];
		const others = [
			dropped("b.jpg", 3, 100),
			dropped("a.jpg", 4, 100),
			dropped("a.jpg", 3, 101),
			dropped("a.jpg", 3, 100, "elsewhere/a.jpg"),
		];
		expect(recognise(others, waiting).fresh).toEqual(others);
	});

	it("are known without their folder too", () => {
		const waiting = [expected(7, "a.jpg", 3, 100, "trip/a.jpg")];
		expect(recognise([dropped("a.jpg", 3, 100)], waiting).known).toHaveLength(1);
	});

	it("stay two when they are twins", () => {
		const { known, fresh } = recognise(
			[dropped("a.jpg", 3, 100), dropped("a.jpg", 3, 100)],
			[expected(7, "a.jpg", 3, 100)],
		);
		expect(known.map(({ n }) => n)).toEqual([7]);
		expect(fresh).toHaveLength(1);
	});
});
