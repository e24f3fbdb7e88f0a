import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { setup } from "../test/support/build.ts";
import { figure, printTable, verdict } from "./support/report.ts";

/*
 * What the page loads: before the first paint every script that `index.html` names and all that those import without
 * being asked; afterwards what it imports on demand. Sizes as a server sends them, gzip at its usual level.
 */

const BUDGET_KB = 40;

const WEB = fileURLToPath(new URL("../dist/web", import.meta.url));
const ASSETS = join(WEB, "assets");

/** Bytes after gzip. */
function gzipped(path: string): number {
	return gzipSync(readFileSync(path)).byteLength;
}

/** The scripts that a script imports at its beginning; `import(…)` comes later, by itself. */
function importsOf(script: string): string[] {
	const text = readFileSync(join(ASSETS, script), "utf8");
	return [...text.matchAll(/\bimport\s*(?:[^"'();]*?from\s*)?["']\.\/([^"']+\.js)["']/g)].flatMap(
		([, name]) => name ?? [],
	);
}

function withImports(scripts: readonly string[]): Set<string> {
	const all = new Set<string>();
	const left = [...scripts];
	for (let next = left.pop(); next !== undefined; next = left.pop()) {
		if (all.has(next)) continue;
		all.add(next);
		left.push(...importsOf(next));
	}
	return all;
}

await setup();
const html = readFileSync(join(WEB, "index.html"), "utf8");
const named = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].flatMap(([, path]) => basename(path ?? ""));
const first = withImports(named);
const kb = (bytes: number) => figure(bytes / 1000, 1);
const rows: string[][] = [["index.html", "before first paint", kb(gzipped(join(WEB, "index.html"))), ""]];
let total = 0;
for (const name of readdirSync(ASSETS).sort()) {
	const bytes = gzipped(join(ASSETS, name));
	const isFirst = first.has(name) || html.includes(name);
	if (first.has(name)) total += bytes;
	rows.push([
		name.replace(/-[\w-]{8}(?=\.\w+$)/, ""),
		isFirst ? "before first paint" : "on demand",
		kb(bytes),
		"",
	]);
}
rows.push([
	"**scripts before first paint**",
	"",
	kb(total),
	verdict(total / 1000, (value) => value <= BUDGET_KB, `≤ ${BUDGET_KB}`),
]);
printTable("What the page loads", ["file", "when", "kB gzip", "budget"], rows);
