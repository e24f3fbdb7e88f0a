import { setTimeout as pause } from "node:timers/promises";
import { openSession } from "../test/support/server/client.ts";
import type { TestServer } from "../test/support/server/server.ts";
import { type Counter, counter } from "./support/counter.ts";
import { figure, printMachine, printTable, verdict } from "./support/report.ts";
import { startBroadcast, startDarkroom } from "./support/servers.ts";
import { workerdMiB } from "./support/workerd-process.ts";

/** Concurrent stalled readers: the cost of a single one is below the normal variation of the heap. */
const STALLED = 10;

/** The memory of idle sockets, and of sockets that do not read during heavy traffic, as MiB of workerd. */
async function memory(server: TestServer, broadcast: TestServer): Promise<void> {
	const rows: string[][] = [];
	const measure = async (
		name: string,
		url: string,
		open: () => Promise<Counter>,
		broadcastAll: () => Promise<unknown>,
		stalls: number,
	): Promise<number> => {
		const opening = async (): Promise<Counter[]> => {
			const opened: Counter[] = [];
			for (let count = 0; count < 500; count++) opened.push(await open());
			return opened;
		};
		const ending = async (counters: readonly Counter[]): Promise<void> => {
			for (const { socket } of counters) socket.terminate();
			await pause(2_000);
		};
		// Warm-up: the first growth is code and heap, not sockets.
		await ending(await opening());
		const empty = workerdMiB(url);
		const idle = await opening();
		await pause(1_000);
		const each = ((workerdMiB(url) - empty) * 1_024) / idle.length;
		await ending(idle);
		const reading = await open();
		const growth = async (): Promise<number> => {
			const before = workerdMiB(url);
			for (let round = 0; round < 40; round++) await broadcastAll();
			await pause(1_000);
			return workerdMiB(url) - before;
		};
		// Traffic grows the heap even without stalled readers: one warm-up, one run as the baseline, one with stalled readers.
		await growth();
		const without = await growth();
		const stalled = await Promise.all(Array.from({ length: stalls }, open));
		for (const { socket } of stalled) socket.pause();
		const cost = ((await growth()) - without) / stalls;
		for (const { socket } of [reading, ...stalled]) socket.terminate();
		rows.push([name, figure(each, 1), figure(cost, 1)]);
		return cost;
	};
	const session = await openSession(server.url);
	const { authorization } = session;
	const names = Array.from({ length: 1_000 }, (_, index) => ({
		name: `${"x".repeat(240)}${index}`,
		size: 1,
	}));
	let batch = 0;
	await measure(
		"plain Durable Object broadcast",
		broadcast.url,
		() => counter(`${broadcast.url}/plain`, {}, false),
		() => fetch(`${broadcast.url}/plain?first=0&events=10000`, { method: "POST" }),
		1,
	);
	const cost = await measure(
		"Darkroom",
		server.url,
		() => counter(`${server.url}/api/session/events`, { authorization }, false),
		async () => {
			// The same megabyte of changes each time, in a session that does not grow.
			const key = `news-${++batch % 2}`;
			await session.fetch(`/api/batches/${key}`, { method: "DELETE" });
			await session.post(`/api/batches/${key}`, { files: names });
			for (const verb of ["pause", "resume", "pause", "resume"])
				await session.post(`/api/batches/${key}/${verb}`);
		},
		STALLED,
	);
	printTable(
		"Memory of workerd",
		["what", "KiB per idle socket", "MiB per stalled reader while 30 MB are sent"],
		rows,
	);
	console.log(`\nStalled reader: ${verdict(cost, (value) => value <= 2, "≤ 2 MiB above a run without one")}`);
}

printMachine();
const broadcast = await startBroadcast();
try {
	const server = await startDarkroom();
	try {
		await memory(server, broadcast);
	} finally {
		await server.stop();
	}
} finally {
	await broadcast.stop();
}
