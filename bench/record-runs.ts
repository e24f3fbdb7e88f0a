import { mkdirSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Frame } from "../src/protocol/stream/frame.ts";
import { finishedFiles } from "../src/protocol/stream/session-state.ts";
import { makeFilm } from "../test/fixtures/mp4.ts";
import { makePhoto } from "../test/fixtures/photo.ts";
import { keepRun, recordingOf } from "../test/support/runs/recorded-run.ts";
import { chance } from "../test/support/seed.ts";
import { openSession, type TestSession } from "../test/support/server/client.ts";
import { follower } from "../test/support/server/follow.ts";
import type { TestServer } from "../test/support/server/server.ts";
import { readSocket } from "../test/support/server/socket.ts";
import { formOf, type Photo, type Prepared, Sender } from "./support/sender.ts";
import { startDarkroom } from "./support/servers.ts";

/*
 * Records the runs that `bench/eta` replays: the frames of a real server as a socket receives them, without
 * names and facts. `node bench/record-runs.ts photos` records only the named runs; without names it records all.
 */

const LANES = 4;
const FILES_A_FORM = 20;

/** Runs in a new session; resolves when the last byte is sent. */
type Run = (session: TestSession, sender: Sender) => Promise<void>;

function photos(count: number, first = 1): Photo[] {
	return Array.from({ length: count }, (_, index) => makePhoto(first + (index % 200)));
}

/** Announces files; returns the number of the first. */
async function announce(session: TestSession, key: string, files: readonly Photo[]): Promise<number> {
	const manifest = files.map(({ name, bytes }) => {
		const type = name.endsWith(".mp4") ? "video/mp4" : "image/jpeg";
		return { name, size: bytes.byteLength, type };
	});
	const { files: numbers } = await session.post<{ files: number[] }>(`/api/batches/${key}`, {
		files: manifest,
	});
	return numbers[0] ?? 0;
}

function formsFor(session: TestSession, key: string, files: readonly Photo[], first: number): Prepared[] {
	const headers = { authorization: session.authorization };
	return Array.from({ length: Math.ceil(files.length / FILES_A_FORM) }, (_, form) => {
		const start = form * FILES_A_FORM;
		const some = files.slice(start, start + FILES_A_FORM);
		return formOf(`/api/batches/${key}/files`, some, (index) => String(first + start + index), headers);
	});
}

async function send(
	session: TestSession,
	sender: Sender,
	key: string,
	files: readonly Photo[],
): Promise<void> {
	const first = await announce(session, key, files);
	await sender.sendAll(formsFor(session, key, files, first));
}

function putsFor(session: TestSession, files: readonly Photo[], first: number): Prepared[] {
	const headers = { authorization: session.authorization };
	return files.map(({ bytes }, index) => {
		return { method: "PUT", path: `/api/files/${first + index}`, headers, body: bytes };
	});
}

/** Sends one request after the other over a connection limited to `bytesASecond`. */
async function trickle(sender: Sender, requests: readonly Prepared[], bytesASecond: number): Promise<void> {
	for (const request of requests) {
		await Promise.all([sender.send(request), pause((1000 * request.body.byteLength) / bytesASecond)]);
	}
}

/** A photo with `more` bytes appended, like motion photos. */
function longer({ name, bytes }: Photo, more: number): Photo {
	const all = new Uint8Array(bytes.byteLength + more);
	all.set(bytes);
	return { name, bytes: all };
}

/** Bytes per second of a home connection: 32 Mbit/s. */
const HOME_BYTES_A_SECOND = 4_000_000;

/** Stores all files before reading begins, by pausing the session until they are sent. */
async function storeAll(session: TestSession, sender: Sender, files: readonly Photo[]): Promise<void> {
	const first = await announce(session, "stored", files);
	await session.post("/api/session/pause");
	await sender.sendAll(formsFor(session, "stored", files, first));
	await session.post("/api/session/resume");
}

/** Announces files, then sends form by form over a connection of constant speed. */
async function drop(
	session: TestSession,
	sender: Sender,
	key: string,
	files: readonly Photo[],
	bytesASecond = HOME_BYTES_A_SECOND,
): Promise<void> {
	const first = await announce(session, key, files);
	await trickle(sender, formsFor(session, key, files, first), bytesASecond);
}

/** Photos of many sizes, from 10 kB to 2 MB. */
function uneven(count: number): Photo[] {
	return photos(count).map((photo, index) => longer(photo, (index * 7919) % 11 === 0 ? 2_000_000 : 10_000));
}

function films(count: number): Photo[] {
	return Array.from({ length: count }, (_, index) => {
		return { name: `${index}.mp4`, bytes: makeFilm({ filmBytes: 20_000 * (index + 1) }) };
	});
}

const RUNS: Readonly<Record<string, Run>> = {
	/** Photos over a home connection. */
	home: (session, sender) => drop(session, sender, "home", photos(1_200)),
	/** One by one over a slow connection. */
	async slow(session, sender) {
		const files = photos(250);
		const first = await announce(session, "slow", files);
		await trickle(sender, putsFor(session, files, first), 800_000);
	},
	/** Sizes that differ by a factor of two hundred. */
	async uneven(session, sender) {
		const files = uneven(120);
		const first = await announce(session, "uneven", files);
		await trickle(sender, putsFor(session, files, first), 1_500_000);
	},
	/** Photos, and films whose metadata is at the end. */
	mixed: (session, sender) => drop(session, sender, "mixed", [...photos(600), ...films(60)]),
	/** Two batches, one after the other. */
	async bursts(session, sender) {
		for (let burst = 0; burst < 3; burst++) {
			await drop(session, sender, `burst-${burst}`, photos(500, 1 + burst));
			await pause(3_000);
		}
	},
	/** A second batch announced during the first, and sent after it. */
	async "two-drops"(session, sender) {
		const one = drop(session, sender, "one", photos(600));
		await pause(4_000);
		const later = photos(600);
		const first = await announce(session, "two", later);
		await one;
		await trickle(sender, formsFor(session, "two", later, first), HOME_BYTES_A_SECOND);
	},
	/** Everything is paused for five seconds. */
	async paused(session, sender) {
		const files = photos(1_000);
		const first = await announce(session, "paused", files);
		const forms = formsFor(session, "paused", files, first);
		await trickle(sender, forms.slice(0, 20), HOME_BYTES_A_SECOND);
		await session.post("/api/session/pause");
		await pause(5_000);
		await session.post("/api/session/resume");
		await trickle(sender, forms.slice(20), HOME_BYTES_A_SECOND);
	},
	/** Stored photos that only have to be read. */
	stored: (session, sender) => storeAll(session, sender, photos(6_000)),
	/** The same with films among them. */
	"stored-mixed": (session, sender) =>
		storeAll(session, sender, chance(1).shuffle([...photos(3_000), ...films(100)])),
	/** At full speed: sending and reading compete for the machine. */
	flood: (session, sender) => send(session, sender, "flood", photos(4_000)),
};

/** Runs one and saves every frame, up to the one after which all files are finished. */
async function record(server: TestServer, name: string, run: Run): Promise<void> {
	const session = await openSession(server.url);
	const socket = await readSocket(session, session.cursor);
	const sender = new Sender(server.url, LANES);
	const frames: Frame[] = [];
	const reader = follower();
	reader.state.epoch = session.cursor.split(".")[0] ?? "";
	const over = Promise.withResolvers<void>();
	let isSent = false;
	function check(): void {
		const { totals } = reader.state;
		if (isSent && totals.files > 0 && finishedFiles(totals) === totals.files) over.resolve();
	}
	async function read(): Promise<void> {
		for await (const message of socket) {
			if (message.type !== "frame") continue;
			if (reader.take(message)) throw new Error("A frame was missing.");
			frames.push(message);
			check();
		}
	}
	const reading = read();
	await run(session, sender);
	isSent = true;
	check();
	await Promise.race([over.promise, reading]);
	socket.cut();
	sender.close();
	await session.fetch("/api/session", { method: "DELETE" });
	keepRun(recordingOf(name, frames));
	console.log(`${name}: ${frames.length} frames, ${reader.state.totals.files} files`);
}

mkdirSync(fileURLToPath(new URL("./recorded", import.meta.url)), { recursive: true });
const named = process.argv.slice(2);
const server = await startDarkroom();
try {
	for (const [name, run] of Object.entries(RUNS)) {
		if (named.length === 0 || named.includes(name)) await record(server, name, run);
	}
} finally {
	await server.stop();
}
