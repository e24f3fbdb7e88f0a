import { existsSync, readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { waitUntil } from "./server/wait-until.ts";

/** What Linux holds between the two ends of each connection. Elsewhere nothing tells it. */
const CONNECTIONS = "/proc/net/tcp";

/** Whether the system holds bytes that one end of this connection has sent and the other has not yet read. */
function holdsBytes(ports: readonly string[]): boolean {
	for (const line of readFileSync(CONNECTIONS, "utf8").split("\n").slice(1)) {
		const [, local = "", remote = "", , queues = ""] = line.trim().split(/\s+/);
		const ends = [local, remote].map((address) => address.split(":")[1] ?? "");
		if (ends.every((port) => ports.includes(port)) && queues !== "00000000:00000000") return true;
	}
	return false;
}

/**
 * Resolves when the other end has read all that was written to a socket: what the system has taken is not yet what a
 * server has, and a line that is cut takes along what nobody has read.
 */
export async function taken(socket: Socket): Promise<void> {
	if (!existsSync(CONNECTIONS)) return;
	const ports = [socket.localPort, socket.remotePort].map((port = 0) =>
		port.toString(16).toUpperCase().padStart(4, "0"),
	);
	await waitUntil("the server reads what was sent", () => !holdsBytes(ports), { within: 60_000 });
}
