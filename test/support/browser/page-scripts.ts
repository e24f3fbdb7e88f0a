import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const WEB = fileURLToPath(new URL("../../../dist/web", import.meta.url));
const ASSETS = join(WEB, "assets");

/** The default level of most servers. */
const GZIP_LEVEL = 6;

/** Kilobytes of script, gzipped, that the page may load before its first paint (`bench/page-size.ts` lists all files). */
export const FIRST_PAINT_KB = 40;

/** A file of the built page. */
export interface PageFile {
	/** Without the content hash. */
	readonly name: string;
	/** Bytes after gzip. */
	readonly bytes: number;
	/** Static imports. */
	readonly imports: readonly string[];
	/** Whether it is loaded before the first paint rather than imported on demand. */
	readonly isFirst: boolean;
}

function gzipped(path: string): number {
	return gzipSync(readFileSync(path), { level: GZIP_LEVEL }).byteLength;
}

function withoutHash(name: string): string {
	return name.replace(/-[\w-]{8}(?=\.\w+$)/, "");
}

/** A script's static imports. Dynamic `import(…)` is not included: it loads on demand. */
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

/** All files of the built page. Loaded first: `index.html`, the files it names, and their static imports. */
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
