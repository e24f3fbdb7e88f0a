import { describe, expect, it } from "vitest";
import { manifestPieces } from "../../../src/protocol/files/manifest-pieces.ts";
import { MAX_MANIFEST_BYTES, MAX_MANIFEST_FILES } from "../../../src/protocol/limits.ts";

function lengths(files: Parameters<typeof manifestPieces>[0]): number[] {
	return Array.from(manifestPieces(files), ({ from, to }) => to - from);
}

describe("a long manifest", () => {
	it("is parted into as many files as one takes", () => {
		const path = "Pictures/2026/A summer by the sea/DSC_12345.jpg";
		const files = Array.from({ length: 2 * MAX_MANIFEST_FILES + 1 }, () => ({
			name: "DSC_12345.jpg",
			path,
			size: 50_000_000,
			type: "image/jpeg",
			lastModified: 1_795_186_433_033,
		}));
		expect(lengths(files)).toEqual([MAX_MANIFEST_FILES, MAX_MANIFEST_FILES, 1]);
		expect(lengths([])).toEqual([]);
	});

	it("stays below the bytes that one takes, whatever the names are made of", () => {
		for (const character of ["a", "ü", "語", "\u0001", '"']) {
			const files = Array.from({ length: 5_000 }, (_, at) => ({
				name: `${at}`,
				path: `${character.repeat(2_000)}/${at}`,
				size: at,
			}));
			for (const { from, to } of manifestPieces(files)) {
				const text = JSON.stringify({ files: files.slice(from, to) });
				expect(new TextEncoder().encode(text).length).toBeLessThan(MAX_MANIFEST_BYTES);
			}
			expect(lengths(files).reduce((sum, length) => sum + length)).toBe(files.length);
		}
	});
});
