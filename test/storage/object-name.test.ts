import { describe, expect, it } from "vitest";
import { isOrphan, newPutObjectName, newUploadObjectName } from "../../src/storage/object-name.ts";

describe("an orphaned object", () => {
	const [kept, lost] = [newPutObjectName(), newPutObjectName()];
	const upload = newUploadObjectName();

	it.each([
		["left by a killed Worker", lost, true],
		["its thumbnail", `${lost}.thumbnail`, true],
		["a file's own object", kept, false],
		["the thumbnail of a file's object", `${kept}.thumbnail`, false],
		["an unknown upload", upload, true],
		["an upload in one piece", `${upload}.${crypto.randomUUID()}`, true],
		["an upload's tail", `${upload}.rest.${crypto.randomUUID()}`, true],
		["an object with another naming scheme", "part-of-an-upload", false],
	])("is recognised by its name: %s", (_what, name, orphan) => {
		expect(isOrphan(name, new Set([kept]))).toBe(orphan);
	});

	it("has a unique name", () => {
		expect(kept).not.toBe(lost);
	});
});
