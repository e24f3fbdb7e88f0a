import { describe, expect, it } from "vitest";
import {
	MAX_HASHED_BYTES,
	MAX_HASHED_TOGETHER,
	withHashes,
} from "../../../../web/models/sending/duplicate-hashes.ts";
import { record } from "../../support/frames.ts";
import { hollow } from "../../support/hollow.ts";

/** Which of some files were hashed, by name. */
async function hashed(
	files: Readonly<Record<string, number>>,
	storedSizes: readonly number[],
): Promise<string[]> {
	const manifest = Object.entries(files).map(([name, size]) => ({ name, size }));
	const picked = manifest.map(({ name, size }) => ({
		file: Object.assign(hollow(size), { name }) as unknown as File,
	}));
	const stored = storedSizes.map((size, at) => record(at + 1, { size }));
	const entries = await withHashes(picked, manifest, stored, async ({ size }) => `hash of ${size}`);
	expect(entries.map(({ name, size }) => ({ name, size }))).toEqual(manifest);
	return entries.flatMap(({ name, size, sha256 }) => {
		if (sha256 === undefined) return [];
		expect(sha256).toBe(`hash of ${size}`);
		return name;
	});
}

describe("a file is hashed", () => {
	it("only when something of its length is stored", async () => {
		expect(await hashed({ a: 10, b: 11, c: 0 }, [10, 0])).toEqual(["a"]);
		expect(await hashed({ a: 10 }, [])).toEqual([]);
	});

	it("only up to a length, and of one drop only so many bytes", async () => {
		const most = MAX_HASHED_BYTES;
		expect(await hashed({ long: most + 1, most }, [most, most + 1])).toEqual(["most"]);
		const many = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`${at}`, most]));
		expect(await hashed(many, [most])).toHaveLength(MAX_HASHED_TOGETHER / most);
	});

	it("never, where its hash cannot be told", async () => {
		const file = new File(["abc"], "a");
		const entries = [{ name: "a", size: 3 }];
		const stored = [record(1, { size: 3 })];
		expect(await withHashes([{ file }], entries, stored, async () => undefined)).toEqual(entries);
	});
});
