import { describe, expect, it } from "vitest";
import { splitManifest } from "../../../src/protocol/files/split-manifest.ts";
import { MAX_MANIFEST_FILES } from "../../../src/protocol/limits.ts";

function lengths(files: Parameters<typeof splitManifest>[0]): number[] {
	return Array.from(splitManifest(files), ({ from, to }) => to - from);
}

describe("a long manifest", () => {
	it("is split into manifests of the largest allowed number of files", () => {
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
});
