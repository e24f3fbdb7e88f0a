import { describe, expect, it } from "vitest";
import { MAX_MANIFEST_BYTES, MAX_MANIFEST_FILES } from "../../../src/protocol/limits.ts";
import { entryOf, piecesOf } from "../../../web/edges/manifest-pieces.ts";

describe("an entry", () => {
	it("tells of a file what is known, and nothing else", () => {
		expect(entryOf({ name: "a.jpg", size: 3 })).toEqual({ name: "a.jpg", size: 3 });
		expect(entryOf({ name: "a.jpg", size: 3, type: "", path: "a.jpg", lastModified: 5.7 })).toEqual({
			name: "a.jpg",
			size: 3,
			lastModified: 5,
		});
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

describe("pieces", () => {
	it("hold all files in order, as many to a piece as a manifest takes", () => {
		const files = Array.from({ length: 2 * MAX_MANIFEST_FILES + 1 }, (_, at) => ({ name: `${at}`, size: 1 }));
		const pieces = [...piecesOf(files)];
		expect(pieces.map(({ length }) => length)).toEqual([MAX_MANIFEST_FILES, MAX_MANIFEST_FILES, 1]);
		expect(pieces.flat()).toEqual(files);
		expect([...piecesOf([])]).toEqual([]);
	});

	it("stay below the bytes of a manifest, however long the paths are", () => {
		const files = Array.from({ length: 4_000 }, (_, at) => ({
			name: `${at}`,
			path: `${"ü".repeat(2_000)}/${at}`,
			size: 1,
		}));
		for (const piece of piecesOf(files)) {
			const bytes = new TextEncoder().encode(JSON.stringify({ files: piece.map(entryOf) })).length;
			expect(bytes).toBeLessThan(MAX_MANIFEST_BYTES);
		}
	});
});
