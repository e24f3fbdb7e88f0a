import { describe, expect, it } from "vitest";
import { isOrphan, newPutObject, newUploadObject } from "../../src/storage/object-name.ts";

describe("an object that belongs to no file", () => {
	const [kept, lost] = [newPutObject(), newPutObject()];
	const upload = newUploadObject();

	it.each([
		["one that a killed Worker left", lost, true],
		["what was made of it", `${lost}.thumbnail`, true],
		["a file's own", kept, false],
		["what was made of a file's own", `${kept}.thumbnail`, false],
		["an upload that nobody knows", upload, true],
		["one in one piece", `${upload}.${crypto.randomUUID()}`, true],
		["a remainder", `${upload}.rest.${crypto.randomUUID()}`, true],
		["one of another sort, which keeps its own books", "part-of-an-upload", false],
	])("is told by its name: %s", (_what, name, orphan) => {
		expect(isOrphan(name, new Set([kept]))).toBe(orphan);
	});

	it("never has the name of another", () => {
		expect(kept).not.toBe(lost);
	});
});
