import { setTimeout as pause } from "node:timers/promises";
import WebSocket from "ws";
import type { StreamMessage } from "../src/protocol/stream/stream-message.ts";
import { openSession } from "../test/support/server/client.ts";
import type { TestServer } from "../test/support/server/server.ts";
import { until } from "./support/counter.ts";
import { figure, printMachine, printTable, verdict } from "./support/report.ts";
import { startDarkroom } from "./support/servers.ts";

const HERD = Number(process.env.HERD) || 1_000;

/** A crash with many clients, which reconnect within the window that the server announced. */
async function herd(server: TestServer): Promise<void> {
	const session = await openSession(server.url);
	const { authorization } = session;
	await session.post("/api/batches/herd", { files: [{ name: "before", size: 1 }] });
	const opened: number[] = [];
	const seen = new Map<number, Set<string>>();
	const windows = new Map<number, number>();
	const cursors = new Map<number, string>();
	let live = 0;
	const connect = (client: number, failures = 0): void => {
		const names = seen.get(client) ?? new Set<string>();
		seen.set(client, names);
		let tries = failures;
		let greeted = false;
		// Time of the attempt, not of the connection: attempts during the server's start are all accepted at once.
		const attemptedAt = performance.now();
		const after = cursors.get(client);
		const query = after === undefined ? "" : `?after=${after}`;
		const socket = new WebSocket(`${server.url.replace(/^http/, "ws")}/api/session/events${query}`, {
			headers: { authorization },
		});
		socket.on("open", () => {
			opened.push(attemptedAt);
			live += 1;
			tries = 0;
			greeted = true;
		});
		socket.on("error", () => {});
		socket.on("message", (data: Buffer) => {
			const message = JSON.parse(data.toString()) as StreamMessage;
			if (message.type === "hello" || message.type === "retry") windows.set(client, message.retry.window);
			if (message.type !== "frame") return;
			cursors.set(client, `${message.epoch}.${message.to}`);
			for (const change of message.changes) if ("name" in change && change.name) names.add(change.name);
		});
		socket.on("close", () => {
			if (greeted) live -= 1;
			// The announced window, doubled by every failed attempt, as the page does.
			const window = (windows.get(client) ?? 1_000) * 2 ** tries;
			if (!ended) setTimeout(() => connect(client, tries + 1), Math.random() * window);
		});
	};
	let ended = false;
	for (let client = 0; client < HERD; client++) {
		connect(client);
		if (client % 25 === 24) await pause(50);
	}
	await until(() => live === HERD);
	// Time for the early clients to receive the longer window.
	await pause(2_000);
	await server.kill();
	opened.length = 0;
	await server.restart();
	await session.post("/api/batches/herd", { files: [{ name: "after", size: 1 }] });
	await until(() => [...seen.values()].every((names) => names.has("before") && names.has("after")));
	const sorted = [...opened].sort((a, b) => a - b);
	const peak = Math.max(
		...sorted.map((from) => sorted.filter((at) => at >= from && at < from + 1_000).length),
	);
	ended = true;
	printTable(
		`${figure(HERD, 0)} clients after SIGKILL and restart`,
		["what", "measured", "budget"],
		[
			["most connections in any second", String(peak), verdict(peak, (value) => value < 300, "< 300")],
			["seconds until all had reconnected", figure(((sorted.at(-1) ?? 0) - (sorted[0] ?? 0)) / 1_000, 1), ""],
			["clients that missed something", "0", ""],
		],
	);
}

printMachine();
const server = await startDarkroom();
try {
	await herd(server);
} finally {
	await server.stop();
}
