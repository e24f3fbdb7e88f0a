#!/usr/bin/env node
/**
 * `npx darkroom ./photos`: the program's door. Written for Node 20; the program itself is TypeScript as it stands in the
 * tree, which newer Nodes run without a build. When this one cannot, the packaged Node does.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { hostNode, MODULES } from "../scripts/packaged-node.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const MAIN = join(HERE, "main.ts");

/** A fresh clone: installs first. What that says goes to stderr, since facts may be piped. */
function install() {
	const setup = join(HERE, "../scripts/setup.mjs");
	const { status } = spawnSync(process.execPath, [setup], { stdio: ["ignore", 2, 2] });
	if (status !== 0) process.exit(1);
}

/** Runs the program in another Node and ends as it ends. */
function hand(node) {
	const child = spawn(node, ["--no-warnings", MAIN, ...process.argv.slice(2)], { stdio: "inherit" });
	// At a terminal Ctrl+C reaches the child by itself; a second one would tell it to stop at once.
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
else hand(hostNode());
