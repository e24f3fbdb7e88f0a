import { describe, expect, it } from "vitest";
import { entryOf, openSource } from "../../../client/sending/upload-source.ts";

describe("what is announced of a file", () => {
	it("is what is known, and nothing else", () => {
		expect(entryOf({ name: "a.jpg", size: 3 })).toEqual({ name: "a.jpg", size: 3 });
		expect(entryOf({ name: "a.jpg", size: 3, type: "", path: "a.jpg", lastModified: 5.7 })).toEqual({
			name: "a.jpg",
			size: 3,
			lastModified: 5,
		});
	});

	it("is its folder too, when a browser picked it with one", () => {
		const picked = Object.assign(new File(["abc"], "a.jpg", { type: "image/jpeg", lastModified: 5 }), {
			webkitRelativePath: "trip/a.jpg",
		});
		expect(entryOf(picked)).toEqual({
			name: "a.jpg",
			size: 3,
			type: "image/jpeg",
			path: "trip/a.jpg",
			lastModified: 5,
		});
	});
});

describe("a source", () => {
	it("is opened wherever its bytes come from", async () => {
		const blob = new Blob(["abc"]);
		const file = new File(["abc"], "a");
		for (const source of [{ blob }, { blob: () => blob }, { blob: async () => blob }])
			expect(await openSource({ name: "a", size: 3, ...source })).toBe(blob);
		expect(await openSource(file)).toBe(file);
	});

	it("that is gone, or of another length by now, is not opened", async () => {
		const gone = () => Promise.reject(new Error("moved"));
		expect(await openSource({ name: "a", size: 3, blob: gone })).toBeUndefined();
		expect(await openSource({ name: "a", size: 3, blob: () => new Blob(["abcd"]) })).toBeUndefined();
		expect(await openSource({ name: "a", size: 3 })).toBeUndefined();
	});
});
