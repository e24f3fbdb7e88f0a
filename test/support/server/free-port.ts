import { once } from "node:events";
import { createServer } from "node:net";

/** Below the ephemeral port range, so that no outgoing connection takes the port between stop and restart. */
const FIRST = 20_000;
const LAST = 32_000;

async function isFree(port: number): Promise<boolean> {
	const probe = createServer();
	probe.listen(port, "127.0.0.1");
	try {
		await once(probe, "listening");
	} catch {
		return false;
	}
	probe.close();
	await once(probe, "close");
	return true;
}

/** A port that nothing listens on, and that stays free while the server restarts. */
export async function freePort(): Promise<number> {
	for (let tries = 0; tries < 100; tries++) {
		const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
		if (await isFree(port)) return port;
	}
	throw new Error(`No free port between ${FIRST} and ${LAST}.`);
}
