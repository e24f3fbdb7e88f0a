import { once } from "node:events";
import { createServer } from "node:net";

/** Below the ports that systems hand out for outgoing connections, so that nobody takes one between stop and restart. */
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

/** A port that nothing listens on, and that stays the server's own while it is restarted. */
export async function freePort(): Promise<number> {
	for (let tries = 0; tries < 100; tries++) {
		const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
		if (await isFree(port)) return port;
	}
	throw new Error(`No free port between ${FIRST} and ${LAST}.`);
}
