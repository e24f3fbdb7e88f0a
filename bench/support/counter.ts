import { setTimeout as pause } from "node:timers/promises";
import WebSocket from "ws";
import type { Frame } from "../../src/protocol/stream/frame.ts";
import type { StreamMessage } from "../../src/protocol/stream/stream-message.ts";

/** A socket that counts what it receives. */
export interface Counter {
	readonly socket: WebSocket;
	messages: number;
	bytes: number;
	changes: number;
	last: Frame | undefined;
}

/** Opens a counting socket. `parsed`: also parses the messages and counts changes. */
export async function counter(
	url: string,
	headers: Record<string, string>,
	parsed: boolean,
): Promise<Counter> {
	const socket = new WebSocket(url.replace(/^http/, "ws"), { headers, perMessageDeflate: false });
	const count: Counter = { socket, messages: 0, bytes: 0, changes: 0, last: undefined };
	socket.on("message", (data: Buffer) => {
		count.messages += 1;
		count.bytes += data.length;
		if (!parsed) return;
		const message = JSON.parse(data.toString()) as StreamMessage;
		if (message.type !== "frame") return;
		count.last = message;
		if (!message.reset) count.changes += message.changes.length;
	});
	await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
	return count;
}

/** Polls until a condition holds. */
export async function until(what: () => boolean, within = 600_000): Promise<void> {
	const deadline = performance.now() + within;
	while (!what()) {
		if (performance.now() > deadline) throw new Error("Timed out.");
		await pause(5);
	}
}
