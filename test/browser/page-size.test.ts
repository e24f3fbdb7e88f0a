import { expect, test } from "vitest";
import { FIRST_PAINT_KB, firstScriptBytes, pageFiles } from "../support/browser/page-scripts.ts";

test(`before its first paint the page loads at most ${FIRST_PAINT_KB} kB of script, and nothing that uploads or opens files`, () => {
	const files = pageFiles();
	const first = files.filter(({ isFirst }) => isFirst).map(({ name }) => name);
	expect(first).toContain("index.js");
	const later = files.filter(({ isFirst }) => !isFirst).map(({ name }) => name);
	expect(later).toEqual(expect.arrayContaining(["create-sender.js", "details-panel.js"]));
	expect(
		firstScriptBytes(files) / 1000,
		"Load what the first paint does not show with `import(…)` where it is needed.",
	).toBeLessThanOrEqual(FIRST_PAINT_KB);
});

test("the sender imports only scripts of the first paint, so that loading it is one request", () => {
	const files = pageFiles();
	const first = new Set(files.filter(({ isFirst }) => isFirst).map(({ name }) => name));
	const sender = files.find(({ name }) => name === "create-sender.js");
	expect(sender?.imports.filter((name) => !first.has(name))).toEqual([]);
});
