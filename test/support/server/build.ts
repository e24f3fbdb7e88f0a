import { execFile } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const PROJECT = fileURLToPath(new URL("../../..", import.meta.url));
const BUILT = ["dist/worker/worker.js", "dist/extractor/extractor.js", "dist/web/index.html"];
const SOURCES = [
	...["src", "client", "web", "package.json", "bun.lock", "vite.config.ts"],
	...["wrangler.toml", "wrangler.extractor.toml"],
];

/** When a file or anything in a folder last changed, removals included (milliseconds since 1970). */
async function changedAt(path: string): Promise<number> {
	const found = await stat(path);
	if (!found.isDirectory()) return found.mtimeMs;
	const inside = await Promise.all((await readdir(path)).map((name) => changedAt(join(path, name))));
	return Math.max(found.mtimeMs, ...inside);
}

async function isFresh(): Promise<boolean> {
	const sources = await Promise.all(SOURCES.map((path) => changedAt(join(PROJECT, path))));
	const built = BUILT.map((path) => changedAt(join(PROJECT, path)).catch(() => 0));
	return Math.min(...(await Promise.all(built))) > Math.max(...sources);
}

async function run(tool: string, ...args: string[]): Promise<void> {
	const script = join(PROJECT, "scripts/run.mjs");
	const env = { ...process.env, NODE_ENV: "production" };
	try {
		await promisify(execFile)(process.execPath, [script, tool, ...args], { cwd: PROJECT, env });
	} catch (error) {
		const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
		throw new Error(`\`${tool} ${args.join(" ")}\` failed:\n${stdout}${stderr}`, { cause: error });
	}
}

/**
 * Runs before the tests that start the server, so that they test the bundle and page that deploy and never a stale build.
 * Does nothing when nothing has changed.
 */
export async function setup(): Promise<void> {
	if (await isFresh()) return;
	await run("vite", "build", "--logLevel", "warn");
	await run("wrangler", "deploy", "--dry-run", "--outdir", "dist/worker");
	await run("wrangler", "deploy", "-c", "wrangler.extractor.toml", "--dry-run", "--outdir", "dist/extractor");
}
