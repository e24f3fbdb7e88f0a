import { existsSync, readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { waitUntil } from "./wait-until.ts";

/** Linux lists the bytes queued in each TCP connection here. Other systems have no equivalent. */
const CONNECTIONS = "/proc/net/tcp";

/** Whether the kernel still has bytes of this connection that were sent but not read. */
function holdsBytes(localPorts: readonly string[]): boolean {
	for (const line of readFileSync(CONNECTIONS, "utf8").split("\n").slice(1)) {
		const [, local = "", remote = "", , queues = ""] = line.trim().split(/\s+/);
		const ends = [local, remote].map((address) => address.split(":")[1] ?? "");
		if (ends.every((port) => localPorts.includes(port)) && queues !== "00000000:00000000") return true;
	}
	return false;
}

/**
 * Resolves when the other end has read everything written to a socket. A write callback only means that the kernel has
 * the bytes, and a connection that is then cut discards those that were not read.
 */
export async function socketDrained(socket: Socket): Promise<void> {
	if (!existsSync(CONNECTIONS)) return;
	const localPorts = [socket.localPort, socket.remotePort].map((port = 0) =>
		port.toString(16).toUpperCase().padStart(4, "0"),
	);
	await waitUntil("the server reads what was sent", () => !holdsBytes(localPorts), { within: 60_000 });
}
