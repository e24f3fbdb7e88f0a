import { expect, it } from "vitest";
import { BatchNames } from "../../../../web/models/files/batch-name.ts";
import { record } from "../../support/frames.ts";

const DROP = "drop-mwp3ngug-1f3k";

const nameOf = (key: string, ...paths: string[]) => {
	const names = new BatchNames();
	for (const [at, path] of paths.entries()) {
		const name = path.slice(path.lastIndexOf("/") + 1);
		names.add(record(at + 1, { name, ...(path.includes("/") ? { path: path } : {}) }));
	}
	return names.of(1, key);
};

it.each([
	["a folder", ["holiday/a.jpg", "holiday/day two/b.jpg"], "holiday"],
	["two folders", ["holiday/a.jpg", "work/b.jpg"], "holiday and work"],
	["many folders", ["a/1", "b/1", "c/1", "d/1"], "a, b, and 2 more folders"],
	["a folder and loose files", ["holiday/a.jpg", "x.jpg", "y.jpg"], "holiday and 2 files"],
	["one file", ["a.jpg"], "a.jpg"],
	["loose files", ["a.jpg", "b.jpg", "c.jpg"], "a.jpg and 2 more"],
])("is %s", (_, paths, name) => {
	expect(nameOf(DROP, ...paths)).toBe(name);
});

it("is the key if a program chose one", () => {
	expect(nameOf("test-session-123", "holiday/a.jpg")).toBe("test-session-123");
});

it("is never empty", () => {
	expect(nameOf(DROP)).toBe(DROP);
});
