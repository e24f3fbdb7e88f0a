import { describe, expect, it } from "vitest";
import {
	hashPossibleDuplicates,
	MAX_HASHED_DROP_BYTES,
	MAX_HASHED_FILE_BYTES,
} from "../../../../web/models/sending/duplicate-hashes.ts";
import { blobOfSize } from "../../support/blob-of-size.ts";
import { record } from "../../support/frames.ts";

/** The names of the files that were hashed. */
async function hashedNames(
	files: Readonly<Record<string, number>>,
	storedSizes: readonly number[],
): Promise<string[]> {
	const manifest = Object.entries(files).map(([name, size]) => ({ name, size }));
	const picked = manifest.map(({ name, size }) => ({
		file: Object.assign(blobOfSize(size), { name }) as unknown as File,
	}));
	const stored = storedSizes.map((size, at) => record(at + 1, { size }));
	const entries = await hashPossibleDuplicates(
		picked,
		manifest,
		stored,
		async ({ size }) => `hash of ${size}`,
	);
	expect(entries.map(({ name, size }) => ({ name, size }))).toEqual(manifest);
	return entries.flatMap(({ name, size, sha256 }) => {
		if (sha256 === undefined) return [];
		expect(sha256).toBe(`hash of ${size}`);
		return name;
	});
}

describe("a file is hashed", () => {
	it("only if a file of its size is stored", async () => {
		expect(await hashedNames({ a: 10, b: 11, c: 0 }, [10, 0])).toEqual(["a"]);
		expect(await hashedNames({ a: 10 }, [])).toEqual([]);
	});

	it("only up to a maximum size, and only so many bytes per drop", async () => {
		const max = MAX_HASHED_FILE_BYTES;
		expect(await hashedNames({ long: max + 1, max }, [max, max + 1])).toEqual(["max"]);
		const many = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`${at}`, max]));
		expect(await hashedNames(many, [max])).toHaveLength(MAX_HASHED_DROP_BYTES / max);
	});

	it("not at all where the hash cannot be computed", async () => {
		const file = new File(["abc"], "a");
		const entries = [{ name: "a", size: 3 }];
		const stored = [record(1, { size: 3 })];
		expect(await hashPossibleDuplicates([{ file }], entries, stored, async () => undefined)).toEqual(entries);
	});
});
