import { describe, expect, it } from "vitest";
import { splitManifest } from "../../../src/protocol/files/split-manifest.ts";
import { MAX_MANIFEST_BYTES } from "../../../src/protocol/limits.ts";

function lengths(files: Parameters<typeof splitManifest>[0]): number[] {
	return Array.from(splitManifest(files), ({ from, to }) => to - from);
}

describe("a long manifest", () => {
	it("is split into manifests below the byte limit, whatever characters the names have", () => {
		for (const character of ["a", "ü", "語", "\u0001", '"']) {
			const files = Array.from({ length: 5_000 }, (_, at) => ({
				name: `${at}`,
				path: `${character.repeat(2_000)}/${at}`,
				size: at,
			}));
			for (const { from, to } of splitManifest(files)) {
				const text = JSON.stringify({ files: files.slice(from, to) });
				expect(new TextEncoder().encode(text).length).toBeLessThan(MAX_MANIFEST_BYTES);
			}
			expect(lengths(files).reduce((sum, length) => sum + length)).toBe(files.length);
		}
	});
});
