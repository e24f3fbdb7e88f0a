import { setTimeout as pause } from "node:timers/promises";
import { openSession, type TestSession } from "../test/support/server/client.ts";
import { followUntil } from "../test/support/server/follow.ts";
import type { TestServer } from "../test/support/server/server.ts";
import { type Counter, counter, until } from "./support/counter.ts";
import { figure, median, printMachine, printTable, verdict } from "./support/report.ts";
import { formOf, Sender } from "./support/sender.ts";
import { startBroadcast, startDarkroom } from "./support/servers.ts";
import { workerdCpuMs } from "./support/workerd-process.ts";

/*
 * The live stream, compared with the usual one message per event, by the platform's own broadcast and by partyserver's: a real
 * run of ten thousand files with a hundred sockets, catching up with it, and waking.
 */

const SOCKETS = 100;
const FILES = Number(process.env.FILES) || 10_000;
const FILES_PER_FORM = 100;

/** A complete GIF of one pixel. */
const PIXEL = Buffer.from("R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=", "base64");

/** One-pixel pictures: reading them costs next to nothing, so mainly the stream is measured. */
function filesOf(count: number): { name: string; bytes: Uint8Array }[] {
	return Array.from({ length: count }, (_, index) => ({ name: `pixel-${index}.gif`, bytes: PIXEL }));
}

/** Changes received by all sockets in total: per second, and per millisecond of workerd's CPU time. */
interface FanOutRun {
	readonly rate: number;
	readonly perCpuMs: number;
	readonly row: string[];
}

/** A run of many files with open sockets. */
async function darkroomRun(server: TestServer): Promise<FanOutRun & { session: TestSession }> {
	const session = await openSession(server.url);
	const { authorization } = session;
	const address = `${server.url}/api/session/events`;
	const counters = await Promise.all(
		Array.from({ length: SOCKETS }, (_, index) => counter(address, { authorization }, index === 0)),
	);
	const [first] = counters;
	if (first === undefined) throw new Error("There is no socket.");
	await until(() => counters.every(({ messages }) => messages >= 2));
	const files = filesOf(FILES);
	const forms = Array.from({ length: FILES / FILES_PER_FORM }, (_, index) =>
		formOf(
			"/api/batches/run/files",
			files.slice(index * FILES_PER_FORM, (index + 1) * FILES_PER_FORM),
			() => "files",
			{ authorization },
		),
	);
	const sender = new Sender(server.url, 4);
	const cpu = workerdCpuMs(server.url);
	const began = performance.now();
	await sender.sendAll(forms);
	const { state } = await followUntil(session, ({ totals }) => totals.states.completed === FILES, {
		within: 900_000,
	});
	await until(() => first.last?.to === state.seq && counters.every(({ bytes }) => bytes === first.bytes));
	const seconds = (performance.now() - began) / 1_000;
	const perCpuMs = (first.changes * SOCKETS) / (workerdCpuMs(server.url) - cpu);
	sender.close();
	const rate = (first.changes * SOCKETS) / seconds;
	for (const { socket } of counters) socket.terminate();
	const equal = new Set(counters.map(({ messages, bytes }) => `${messages} ${bytes}`)).size === 1;
	return {
		session,
		rate,
		perCpuMs,
		row: [
			`Darkroom, a real run of ${figure(FILES, 0)} files`,
			figure(rate, 0),
			figure(perCpuMs, 0),
			figure(first.changes / first.messages, 1),
			figure(seconds, 1),
			equal ? "all" : "**not all**",
		],
	};
}

/** As many events as the baseline can broadcast, one message each. */
async function baselineRun(url: string, name: string): Promise<FanOutRun> {
	const events = 2_000;
	const counters = await Promise.all(Array.from({ length: SOCKETS }, () => counter(url, {}, false)));
	await pause(500);
	const before = counters.map(({ messages }) => messages);
	const cpu = workerdCpuMs(url);
	const began = performance.now();
	// In calls of a hundred, as a queue consumer would make them.
	for (let first = 0; first < events; first += 100)
		await fetch(`${url}?first=${first}&events=100`, { method: "POST" });
	await until(() => counters.every(({ messages }, index) => messages - (before[index] ?? 0) >= events));
	const seconds = (performance.now() - began) / 1_000;
	const perCpuMs = (events * SOCKETS) / (workerdCpuMs(url) - cpu);
	for (const { socket } of counters) socket.terminate();
	const rate = (events * SOCKETS) / seconds;
	return {
		rate,
		perCpuMs,
		row: [name, figure(rate, 0), figure(perCpuMs, 0), "1", figure(seconds, 1), "all"],
	};
}

/** A hundred changes per command, as the baselines broadcast a hundred events per call. */
async function commandRun(server: TestServer): Promise<FanOutRun> {
	const commands = 100;
	const session = await openSession(server.url);
	const { authorization } = session;
	const files = Array.from({ length: 100 }, (_, index) => ({ name: `${index}`, size: 1 }));
	await session.post("/api/batches/burst", { files });
	const address = `${server.url}/api/session/events`;
	const counters = await Promise.all(
		Array.from({ length: SOCKETS }, (_, index) => counter(address, { authorization }, index === 0)),
	);
	await until(() => counters.every(({ messages }) => messages >= 2));
	const before = counters.map(({ messages }) => messages);
	const [first] = counters;
	if (first === undefined) throw new Error("There is no socket.");
	const cpu = workerdCpuMs(server.url);
	const began = performance.now();
	for (let command = 0; command < commands; command++)
		await session.post(`/api/batches/burst/${command % 2 === 0 ? "pause" : "resume"}`);
	await until(() => counters.every(({ bytes }) => first.changes === commands * 100 && bytes === first.bytes));
	const seconds = (performance.now() - began) / 1_000;
	const perCpuMs = (first.changes * SOCKETS) / (workerdCpuMs(server.url) - cpu);
	for (const { socket } of counters) socket.terminate();
	const rate = (first.changes * SOCKETS) / seconds;
	const each = first.changes / (first.messages - (before[0] ?? 0));
	return {
		rate,
		perCpuMs,
		row: [
			"Darkroom, commands on 100 files",
			figure(rate, 0),
			figure(perCpuMs, 0),
			figure(each, 1),
			figure(seconds, 1),
			"all",
		],
	};
}

async function fanOut(server: TestServer, broadcast: TestServer): Promise<TestSession> {
	const plain = await baselineRun(`${broadcast.url}/plain`, "plain Durable Object broadcast");
	const party = await baselineRun(`${broadcast.url}/parties/party/room`, "partyserver broadcast");
	const commands = await commandRun(server);
	const darkroom = await darkroomRun(server);
	const ratio = commands.rate / Math.max(plain.rate, party.rate);
	const cpuRatio = commands.perCpuMs / Math.max(plain.perCpuMs, party.perCpuMs);
	printTable(
		`Fan-out to ${SOCKETS} sockets`,
		[
			"what",
			"state changes delivered per second",
			"per millisecond of workerd's CPU time",
			"changes per message",
			"seconds",
			"readers in the same final state",
		],
		[plain.row, party.row, commands.row, darkroom.row],
	);
	console.log(
		`\nRatio to the better of both: ${figure(ratio)}, ${verdict(ratio, (value) => value >= 10, "≥ 10")}; by CPU time, which other load does not affect: ${figure(cpuRatio)}`,
	);
	return darkroom.session;
}

/** Responses measured of each, alternating, so that a slow moment affects both. */
const ANSWERS = 40;

interface Answered {
	readonly ms: number;
	readonly bytes: number;
}

/** The median time of a response, and of the same number of bytes from a Worker that does nothing else. */
async function compareWithStatic(
	get: () => Promise<Response>,
	broadcast: TestServer,
): Promise<readonly [Answered, Answered]> {
	const { byteLength } = await (await get()).arrayBuffer();
	const gets = [get, () => fetch(`${broadcast.url}/bytes?length=${byteLength}`)];
	const times: [number[], number[]] = [[], []];
	for (let round = 0; round < ANSWERS; round++) {
		for (const [side, ask] of gets.entries()) {
			const began = performance.now();
			await (await ask()).arrayBuffer();
			times[side]?.push(performance.now() - began);
		}
	}
	const [ours, theirs] = times.map((each) => ({ ms: median(each), bytes: byteLength }));
	if (ours === undefined || theirs === undefined) throw new Error("There are two sides.");
	return [ours, theirs];
}

async function catchUp(session: TestSession, broadcast: TestServer): Promise<void> {
	const [whole, likeWhole] = await compareWithStatic(() => session.fetch("/api/session/events"), broadcast);
	const [outline, likeOutline] = await compareWithStatic(
		() => session.fetch("/api/session/events?snapshot=outline"),
		broadcast,
	);
	const row = (name: string, { ms, bytes }: Answered, like: Answered, budget: string) => [
		name,
		figure(bytes, 0),
		figure(ms, 1),
		figure(like.ms, 1),
		budget,
	];
	printTable(
		`Catching up with ${figure(FILES, 0)} files that have run, in one response`,
		["what", "bytes", "ms", "the same bytes from a bare Worker, ms", "budget"],
		[
			row(
				"every detail",
				whole,
				likeWhole,
				verdict(whole.ms / likeWhole.ms, (value) => value <= 2, "≤ 2 × static"),
			),
			row(
				"outline",
				outline,
				likeOutline,
				verdict(outline.bytes, (value) => value <= 16_000, "≤ 16 KB"),
			),
		],
	);
}

const ONE_FILE = { files: [{ name: "news", size: 1 }] };

/** Milliseconds from a request until every socket has received its change. */
async function deliveryTime(counters: readonly Counter[], send: () => Promise<unknown>): Promise<number> {
	const before = counters.map(({ messages }) => messages);
	const began = performance.now();
	await send();
	await until(() => counters.every(({ messages }, index) => messages > (before[index] ?? 0)));
	return performance.now() - began;
}

async function waking(server: TestServer, session: TestSession): Promise<void> {
	const { authorization } = session;
	const { cursor } = (await session.json("/api/session/files?from=1&to=1")) as { cursor: string };
	const address = `${server.url}/api/session/events?after=${cursor}`;
	const mine = await Promise.all(
		Array.from({ length: SOCKETS }, () => counter(address, { authorization }, false)),
	);
	await until(() => mine.every(({ messages }) => messages > 0));
	const asleep: number[] = [];
	for (let round = 0; round < 5; round++) {
		await server.hibernate(session.id);
		asleep.push(await deliveryTime(mine, () => session.post(`/api/batches/asleep-${round}`, ONE_FILE)));
	}
	const awake: number[] = [];
	for (let round = 0; round < 5; round++)
		awake.push(await deliveryTime(mine, () => session.post(`/api/batches/awake-${round}`, ONE_FILE)));
	for (const { socket } of mine) socket.terminate();
	printTable(
		`From a request until ${SOCKETS} sockets have received its change, with ${figure(FILES, 0)} files in the session`,
		["what", "ms"],
		[
			["awake", figure(median(awake), 1)],
			["asleep", figure(median(asleep), 1)],
		],
	);
}

printMachine();
const broadcast = await startBroadcast();
try {
	const server = await startDarkroom();
	try {
		const session = await fanOut(server, broadcast);
		await catchUp(session, broadcast);
		await waking(server, session);
	} finally {
		await server.stop();
	}
} finally {
	await broadcast.stop();
}
