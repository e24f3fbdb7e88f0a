import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const WEB = fileURLToPath(new URL("../../../dist/web", import.meta.url));
const ASSETS = join(WEB, "assets");

/** The level at which servers compress by themselves. */
const GZIP_LEVEL = 6;

/** Kilobytes of script, compressed, that the page may load before its first paint (`bench/` tells of all files). */
export const FIRST_PAINT_KB = 40;

/** A file of the built page. */
export interface PageFile {
	/** Without the hash of its content. */
	readonly name: string;
	/** Bytes after gzip. */
	readonly bytes: number;
	/** What a script imports at its beginning. */
	readonly imports: readonly string[];
	/** Whether it is loaded before the first paint: what comes later is imported on demand. */
	readonly isFirst: boolean;
}

function gzipped(path: string): number {
	return gzipSync(readFileSync(path), { level: GZIP_LEVEL }).byteLength;
}

function withoutHash(name: string): string {
	return name.replace(/-[\w-]{8}(?=\.\w+$)/, "");
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

/** Everything that the built page is made of: first are `index.html`, all that it names, and all that this imports at once. */
export function pageFiles(): readonly PageFile[] {
	const html = readFileSync(join(WEB, "index.html"), "utf8");
	const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].flatMap(([, path]) => basename(path ?? ""));
	const first = new Set([...named, ...withImports(named.filter((name) => name.endsWith(".js")))]);
	const assets = readdirSync(ASSETS)
		.sort()
		.map((name) => ({
			name: withoutHash(name),
			bytes: gzipped(join(ASSETS, name)),
			imports: name.endsWith(".js") ? importsOf(name).map(withoutHash) : [],
			isFirst: first.has(name),
		}));
	return [
		{ name: "index.html", bytes: gzipped(join(WEB, "index.html")), imports: [], isFirst: true },
		...assets,
	];
}

/** Bytes of script, compressed, before the first paint. */
export function firstScriptBytes(files: readonly PageFile[]): number {
	return files.reduce((sum, { name, bytes, isFirst }) => {
		return isFirst && name.endsWith(".js") ? sum + bytes : sum;
	}, 0);
}
