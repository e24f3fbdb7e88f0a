/** `npm run dev`: the Worker on wrangler dev, and in front of it Vite with hot reload. Both end when either does. */
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { hostNode, PROJECT, toolEnvironment, toolScript } from "./packaged-node.mjs";

const apiPort = process.env.API_PORT ?? "8788";
const env = { ...toolEnvironment(), API_PORT: apiPort };

// The Worker's assets: Vite serves the page itself, but wrangler wants the folder to be there.
mkdirSync(join(PROJECT, "dist/web"), { recursive: true });

const children = [["wrangler", "dev", "--port", apiPort], ["vite"]].map(([tool, ...args]) =>
	spawn(hostNode(), [toolScript(tool), ...args], { cwd: PROJECT, env, stdio: "inherit" }),
);

function end(code) {
	for (const child of children) child.kill("SIGTERM");
	process.exitCode = code;
}

for (const child of children) child.on("exit", (code) => end(code ?? 0));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => end(0));
