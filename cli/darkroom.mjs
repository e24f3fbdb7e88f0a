#!/usr/bin/env node
/**
 * The entry of `npx darkroom ./photos`. It runs on Node 20; the program itself is TypeScript, which newer versions of Node run
 * without a build. If this one cannot, the packaged Node does.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { hostNode, MODULES } from "../scripts/packaged-node.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const MAIN = join(HERE, "main.ts");

/** Installs packages in a fresh clone. The output goes to stderr, because facts may be piped from stdout. */
function install() {
	const setup = join(HERE, "../scripts/setup.mjs");
	const { status } = spawnSync(process.execPath, [setup], { stdio: ["ignore", 2, 2] });
	if (status !== 0) process.exit(1);
}

/** Runs the program in another Node and exits as it exits. */
function runIn(node) {
	const child = spawn(node, ["--no-warnings", MAIN, ...process.argv.slice(2)], { stdio: "inherit" });
	// At a terminal, Ctrl+C reaches the child directly; forwarded as well, it would count as the second one.
	process.on("SIGINT", () => process.stderr.isTTY || child.kill("SIGINT"));
	process.on("SIGTERM", () => child.kill("SIGTERM"));
	child.on("exit", (code, signal) => {
		if (signal === null) process.exit(code ?? 1);
		process.removeAllListeners(signal);
		process.kill(process.pid, signal);
	});
}

if (!existsSync(join(MODULES, "zod"))) install();
if (process.features.typescript) await import("./main.ts");
else runIn(hostNode());
