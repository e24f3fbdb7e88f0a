/** Builds the page and serves it with the Worker on one port, as both deploy. `PORT=9000 npm start` for another port. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { hostNode, PROJECT, toolEnvironment, toolScript } from "./packaged-node.mjs";

const port = Number(process.env.PORT || 8787);

function fail(message) {
	console.error(message);
	process.exit(1);
}

async function answers(host) {
	const socket = connect({ port, host });
	try {
		await once(socket, "connect");
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}

/** Whether anything listens on the port, on either of the two addresses that `localhost` may mean. */
async function isTaken() {
	return (await answers("127.0.0.1")) || (await answers("::1"));
}

if (!Number.isInteger(port) || port < 1 || port > 65_535)
	fail(`PORT must be a number from 1 to 65535, not "${process.env.PORT}".`);
if (await isTaken()) {
	fail(
		`Port ${port} is taken by another program. Stop it, or choose another port: PORT=${port + 1} npm start`,
	);
}

const options = { cwd: PROJECT, stdio: "inherit", env: toolEnvironment() };
const built = spawnSync(hostNode(), [toolScript("vite"), "build", "--logLevel", "warn"], options);
if (built.status !== 0) fail("The page could not be built; the lines above say why.");

// wrangler's explorer and its traces wrap every request and every actor: what runs here should be what deploys.
const env = { ...options.env, X_LOCAL_EXPLORER: "false", X_LOCAL_OBSERVABILITY: "false" };
const serve = ["dev", "--port", String(port), "--log-level", "warn"];
const server = spawn(hostNode(), [toolScript("wrangler"), ...serve], { ...options, env });

let ended = false;
server.on("exit", (code, signal) => {
	ended = true;
	process.exitCode = signal === null ? (code ?? 0) : 0;
});
// Ctrl+C reaches wrangler by itself, since both sit at the same terminal; it then ends us too.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => server.kill("SIGTERM"));

while (!ended && !(await isTaken())) await pause(100);
if (!ended) console.log(`\n  Darkroom is at http://localhost:${port}   (Ctrl+C stops it)\n`);
