import { execFile } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { setup } from "../../test/support/server/build.ts";
import { type ServerOptions, startServer, type TestServer } from "../../test/support/server/server.ts";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
const BASELINE = join(PROJECT, "bench/baseline");
const BROADCAST = join(PROJECT, "bench/broadcast");
const COUNTED = join(PROJECT, "bench/counted");
const WRANGLER = join(PROJECT, "node_modules/.bin/wrangler");

/** Benchmarks send faster than a user may. Rate limits are checked as usual, but never reached. */
const LIMITS = { OPEN_LIMIT: 1_000_000, UPLOAD_LIMIT: 1_000_000 };

async function bundle(cwd: string, ...args: string[]): Promise<void> {
	const env = { ...process.env, WRANGLER_SEND_METRICS: "false" };
	await promisify(execFile)(WRANGLER, ["deploy", ...args, "--dry-run"], { cwd, env });
}

/** Starts Darkroom as it deploys, rebuilt if it has changed. */
export async function startDarkroom(options: ServerOptions = {}): Promise<TestServer> {
	await setup();
	return startServer({ limits: LIMITS, ...options });
}

/** Runs `work` with Darkroom and the bare Worker of `bench/baseline`; stops both afterwards, also after an error. */
export async function withBareWorker(
	work: (bare: TestServer, darkroom: TestServer) => Promise<void>,
): Promise<void> {
	await bundle(BASELINE, "--outdir", "dist/worker");
	const darkroom = await startDarkroom();
	try {
		const bare = await startServer({ root: BASELINE });
		try {
			await work(bare, darkroom);
		} finally {
			await bare.stop();
		}
	} finally {
		await darkroom.stop();
	}
}

/** Starts Darkroom with an actor that logs every construction. */
export async function startCounted(persistTo: string): Promise<TestServer> {
	await setup();
	const root = join(COUNTED, "dist");
	const outdir = join(root, "dist/worker");
	mkdirSync(outdir, { recursive: true });
	await bundle(PROJECT, join(COUNTED, "worker.js"), "--outdir", outdir);
	cpSync(join(PROJECT, "wrangler.toml"), join(root, "wrangler.toml"));
	cpSync(join(PROJECT, "dist/web"), join(root, "dist/web"), { recursive: true });
	return startServer({ root, persistTo, limits: LIMITS });
}

/** Starts `bench/broadcast`: the platform's own broadcast and partyserver's. */
export async function startBroadcast(): Promise<TestServer> {
	await bundle(BROADCAST, "--outdir", "dist/worker");
	return startServer({ root: BROADCAST });
}
