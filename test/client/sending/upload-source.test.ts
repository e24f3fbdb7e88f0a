import { describe, expect, it } from "vitest";
import { manifestEntry, openSource } from "../../../client/sending/upload-source.ts";

describe("a manifest entry", () => {
	it("has what is known, and nothing else", () => {
		expect(manifestEntry({ name: "a.jpg", size: 3 })).toEqual({ name: "a.jpg", size: 3 });
		expect(manifestEntry({ name: "a.jpg", size: 3, type: "", path: "a.jpg", lastModified: 5.7 })).toEqual({
			name: "a.jpg",
			size: 3,
			lastModified: 5,
		});
	});

	it("has the folder that a browser reports", () => {
		const picked = Object.assign(new File(["abc"], "a.jpg", { type: "image/jpeg", lastModified: 5 }), {
			webkitRelativePath: "trip/a.jpg",
		});
		expect(manifestEntry(picked)).toEqual({
			name: "a.jpg",
			size: 3,
			type: "image/jpeg",
			path: "trip/a.jpg",
			lastModified: 5,
		});
	});
});

describe("an upload source", () => {
	it("opens a blob, a function or a file", async () => {
		const blob = new Blob(["abc"]);
		const file = new File(["abc"], "a");
		for (const source of [{ blob }, { blob: () => blob }, { blob: async () => blob }])
			expect(await openSource({ name: "a", size: 3, ...source })).toBe(blob);
		expect(await openSource(file)).toBe(file);
	});

	it("does not open if it is gone or has another length", async () => {
		const gone = () => Promise.reject(new Error("moved"));
		expect(await openSource({ name: "a", size: 3, blob: gone })).toBeUndefined();
		expect(await openSource({ name: "a", size: 3, blob: () => new Blob(["abcd"]) })).toBeUndefined();
		expect(await openSource({ name: "a", size: 3 })).toBeUndefined();
	});
});
