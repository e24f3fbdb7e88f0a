import { expect, test } from "vitest";
import { FIRST_PAINT_KB, firstScriptBytes, pageFiles } from "../support/browser/page-scripts.ts";

test(`before its first paint the page loads at most ${FIRST_PAINT_KB} kB of script, and nothing that sends or opens files`, () => {
	const files = pageFiles();
	const first = files.filter(({ isFirst }) => isFirst).map(({ name }) => name);
	expect(first).toContain("index.js");
	const later = files.filter(({ isFirst }) => !isFirst).map(({ name }) => name);
	expect(later).toEqual(expect.arrayContaining(["create-sender.js", "details-panel.js"]));
	expect(
		firstScriptBytes(files) / 1000,
		"Import what the first paint does not show where it is needed, with `import(…)`.",
	).toBeLessThanOrEqual(FIRST_PAINT_KB);
});

test("what sends needs nothing but what the first paint has brought: only its own address is asked for again", () => {
	const files = pageFiles();
	const first = new Set(files.filter(({ isFirst }) => isFirst).map(({ name }) => name));
	const sender = files.find(({ name }) => name === "create-sender.js");
	expect(sender?.imports.filter((name) => !first.has(name))).toEqual([]);
});
