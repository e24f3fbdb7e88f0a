/** `wrangler dev` of the two Workers: the server, and the extractor that it calls. Each is a process of its own, so both cores work. */
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { hostNode, PROJECT, toolEnvironment, toolScript } from "./packaged-node.mjs";
import { supervise } from "./supervise.mjs";

/** How long each may be silent. A file that spins keeps the extractor silent; the server reads nothing that could. */
const EXTRACTOR_SILENT_MS = 8_000;
const SERVER_SILENT_MS = 20_000;

/** A port that nothing uses right now. */
async function freePort() {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address();
	server.close();
	await once(server, "close");
	return port;
}

/** Here the two find each other. The default is one folder for the whole machine, where checkouts take each other's extractor. */
const REGISTRY = join(PROJECT, ".wrangler/registry");

/** How to start `wrangler dev` of one config. */
function command(config, port) {
	const args = ["dev", "-c", config, "--port", String(port), "--log-level", "warn"];
	const env = {
		...toolEnvironment(),
		// wrangler's explorer and its traces wrap every request and every actor: what runs here should be what deploys.
		X_LOCAL_EXPLORER: "false",
		X_LOCAL_OBSERVABILITY: "false",
		WRANGLER_REGISTRY_PATH: REGISTRY,
	};
	return {
		command: hostNode(),
		args: [toolScript("wrangler"), ...args],
		options: { cwd: PROJECT, stdio: "inherit", env },
	};
}

/** Starts the extractor, and starts it again whenever it ends. */
export async function serveExtractor() {
	const port = await freePort();
	return supervise({
		name: "extractor",
		...command("wrangler.extractor.toml", port),
		health: `http://127.0.0.1:${port}/`,
		silentMs: EXTRACTOR_SILENT_MS,
		// One that was killed stays registered for 90 seconds, and until then no other may take its name.
		beforeStart: () => rmSync(join(REGISTRY, "darkroom-extractor"), { force: true }),
		ended: () => true,
	});
}

/** Starts the server on a port. `ended` is called with its exit code when it ends. */
export function serveWorker(port, ended) {
	return supervise({
		name: "server",
		...command("wrangler.toml", port),
		health: `http://localhost:${port}/healthz`,
		silentMs: SERVER_SILENT_MS,
		ended: (code, signal) => {
			ended(signal === null ? (code ?? 0) : 0);
			return false;
		},
	});
}
