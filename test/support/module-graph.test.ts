import { expect, test } from "vitest";
import { findCycles, packagesOf, readSource } from "./module-graph.ts";

/** The architecture test relies on this: if it missed an import, every rule would pass. */

function targets(text: string): string[] {
	const { imports } = readSource("src/session/here.ts", text);
	return imports.map(({ target, isType }) => `${isType ? "type" : "value"} ${target}`);
}

test("every form of import is found", () => {
	expect(targets(`import { a } from "./a.ts";`)).toEqual(["value src/session/a.ts"]);
	expect(targets(`import "../b.ts";`)).toEqual(["value src/b.ts"]);
	expect(targets(`export { c } from "./c.ts";`)).toEqual(["value src/session/c.ts"]);
	expect(targets(`export * from "./d.ts";`)).toEqual(["value src/session/d.ts"]);
	expect(targets(`const late = async () => await import("./e.ts");`)).toEqual(["value src/session/e.ts"]);
	expect(targets(`type F = import("./f.ts").F;`)).toEqual(["type src/session/f.ts"]);
	expect(targets(`import { z } from "zod/mini";`)).toEqual(["value zod/mini"]);
	expect(targets(`// import { a } from "./a.ts";\nconst text = 'import "./a.ts"';`)).toEqual([]);
});

test("an import is type-only when everything in it is", () => {
	expect(targets(`import type { A } from "./a.ts";`)).toEqual(["type src/session/a.ts"]);
	expect(targets(`import { type A } from "./a.ts";`)).toEqual(["type src/session/a.ts"]);
	expect(targets(`import { type A, b } from "./a.ts";`)).toEqual(["value src/session/a.ts"]);
	expect(targets(`export type { A } from "./a.ts";`)).toEqual(["type src/session/a.ts"]);
});

test("impure globals are found, and lookalikes are not", () => {
	const impure = (text: string) => readSource("here.tsx", text).impure;
	expect(impure("const a = [Date.now(), Math.random(), new Date(), crypto.randomUUID()];")).toEqual([
		"Date.now",
		"Math.random",
		"new Date()",
		"crypto",
	]);
	expect(impure("const b = new Date(now).toISOString() + Math.floor(half); // Date.now()")).toEqual([]);
});

test("barrels and default exports are found", () => {
	const file = (text: string) => readSource("here.ts", text);
	expect(file(`export * from "./a.ts";\nexport { b } from "./b.ts";`).isBarrel).toBe(true);
	expect(file(`export { b } from "./b.ts";\nexport const c = 1;`).isBarrel).toBe(false);
	expect(file("export default class Some {}").hasDefaultExport).toBe(true);
	expect(file("export { some as default };\nconst some = 1;").hasDefaultExport).toBe(true);
});

test("the packages that run with an entry file are found behind values, and not behind types", () => {
	const entry = readSource("entry.ts", `import { a } from "./a.ts";\nimport type { D } from "./d.ts";`);
	const a = readSource(
		"a.ts",
		`import "./b.ts";\nimport { z } from "zod/mini";\nimport type { T } from "types";`,
	);
	const b = readSource("b.ts", `const late = async () => await import("late");\nimport "./a.ts";`);
	const d = readSource("d.ts", `import { d } from "erased";`);
	expect([...packagesOf("entry.ts", [entry, a, b, d])]).toEqual([
		["zod/mini", ["entry.ts", "a.ts"]],
		["late", ["entry.ts", "a.ts", "b.ts"]],
	]);
});

test("a cycle is found, whatever its length and even if it is types only", () => {
	const a = readSource("a.ts", `import type { B } from "./b.ts";`);
	const b = readSource("b.ts", `import { c } from "./c.ts";`);
	const c = readSource("c.ts", `import { a } from "./a.ts";`);
	expect(findCycles([a, b, c])).toEqual([["a.ts", "b.ts", "c.ts", "a.ts"]]);
	expect(findCycles([a, b])).toEqual([]);
});
