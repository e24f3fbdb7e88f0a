/** Builds the page and serves it with the Worker on one port, as both deploy. `PORT=9000 npm start` for another port. */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { hostNode, PROJECT, toolEnvironment, toolScript } from "./packaged-node.mjs";
import { serveExtractor, serveWorker } from "./wrangler-dev.mjs";

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

let ending = false;
const running = [];
/** Ctrl+C reaches every wrangler by itself, since all sit at the same terminal. */
function end(code, signal = "SIGTERM") {
	if (ending) return;
	ending = true;
	process.exitCode = code;
	for (const one of running) one.stop(signal);
}
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => end(0, signal));

// One after the other: started together they may pick the same free port for their own ends.
const extractor = await serveExtractor();
running.push(extractor);
await extractor.ready();
if (!ending) {
	const server = serveWorker(port, end);
	running.push(server);
	await server.ready();
}
if (!ending) console.log(`\n  Darkroom is at http://localhost:${port}   (Ctrl+C stops it)\n`);
