/** `npm run dev`: the Workers on wrangler dev, and in front of them Vite with hot reload. All end when one does. */
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { hostNode, PROJECT, toolEnvironment, toolScript } from "./packaged-node.mjs";
import { serveExtractor, serveWorker } from "./wrangler-dev.mjs";

const apiPort = process.env.API_PORT ?? "8788";
const env = { ...toolEnvironment(), API_PORT: apiPort };

// The Worker's assets: Vite serves the page itself, but wrangler wants the folder to be there.
mkdirSync(join(PROJECT, "dist/web"), { recursive: true });

const running = [];
function end(code) {
	process.exitCode = code;
	for (const one of running) one.stop();
}
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => end(0));

const vite = spawn(hostNode(), [toolScript("vite")], { cwd: PROJECT, env, stdio: "inherit" });
vite.on("exit", (code) => end(code ?? 0));
running.push({ stop: () => vite.kill("SIGTERM") });
const extractor = await serveExtractor();
running.push(extractor);
await extractor.ready();
if (process.exitCode === undefined) running.push(serveWorker(apiPort, end));
