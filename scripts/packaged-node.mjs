/**
 * The Node that hosts wrangler, vite and vitest: the one that `bun.lock` names, because the machine's may be older, and
 * under `bun run` on a machine without Node the name `node` means Bun, which cannot host them.
 */
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)));
export const MODULES = join(PROJECT, "node_modules");

/** Where the packaged Node lies, whether or not the lock file holds one for this platform. */
export const PACKAGED_NODE = join(MODULES, ".bin", process.platform === "win32" ? "node.exe" : "node");

/** The Node to start tools with. */
export function hostNode() {
	return existsSync(PACKAGED_NODE) ? PACKAGED_NODE : process.versions.bun ? "node" : process.execPath;
}

/** The script behind a tool's name. */
export function toolScript(tool) {
	const { bin } = JSON.parse(readFileSync(join(MODULES, tool, "package.json"), "utf8"));
	return join(MODULES, tool, typeof bin === "string" ? bin : bin[tool]);
}

/** An environment in which whatever the tool starts finds the same Node, and in which nothing phones home. */
export function toolEnvironment() {
	return {
		...process.env,
		PATH: `${join(MODULES, ".bin")}${delimiter}${process.env.PATH ?? ""}`,
		WRANGLER_SEND_METRICS: "false",
		WRANGLER_NO_SKILLS_UPDATE_PROMPTS: "true",
		// What `request.cf` would be is asked over the network, and nothing here reads it.
		CLOUDFLARE_CF_FETCH_ENABLED: "false",
	};
}
