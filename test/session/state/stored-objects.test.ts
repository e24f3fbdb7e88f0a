import { describe, expect, test } from "vitest";
import { StoredObjects } from "../../../src/session/state/stored-objects.ts";

describe("stored objects", () => {
	test("know which files have an object, and which have the same bytes", () => {
		const contents = new StoredObjects();
		contents.set(1, "a", "h");
		contents.set(2, "a", "h");
		contents.set(3, "b", "h");
		contents.set(4, "c", undefined);
		expect([...contents.filesOf("a")]).toEqual([1, 2]);
		expect([...contents.filesWithHash("h")]).toEqual([1, 2, 3]);
		expect(contents.hashOf(4)).toBeUndefined();
		contents.delete(1);
		contents.set(2, "d", undefined);
		expect([...contents.filesOf("a")]).toEqual([]);
		expect([...contents.filesWithHash("h")]).toEqual([3]);
		expect([...contents]).toEqual([
			[3, "b"],
			[4, "c"],
			[2, "d"],
		]);
	});
});
