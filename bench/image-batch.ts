import { setTimeout as pause } from "node:timers/promises";
import { makePng } from "../test/fixtures/png.ts";
import { openSession } from "../test/support/server/client.ts";
import { startServer } from "../test/support/server/server.ts";
import { openSocket } from "../test/support/server/socket.ts";
import { figure, median, printMachine, printTable, spread, verdict } from "./support/report.ts";
import { inTurns } from "./support/rounds.ts";
import { formOf, type Photo, type Prepared, Sender } from "./support/sender.ts";
import { startDarkroom } from "./support/servers.ts";

/*
 * The image-batch dialect at full size: 10,000 files in forms of 100, compared with 100 files, with one reader of all events;
 * then a hundred requests a second for ten seconds at a fixed rate, with the rate limits that deploy.
 */

const CHUNK_FILES = 100;
const MANY_FILES = 10_000;
const ROUNDS = Math.max(1, Number(process.env.ROUNDS) || 3);

/** Sessions of 100 files per measurement: together they take about a tenth of the time of the large one. */
const SMALL_SESSIONS = 10;

const LOAD_PER_SECOND = 100;
const LOAD_SECONDS = 10;

const PICTURE = makePng({ noise: 1 });

function photosOf(files: number): Photo[] {
	return Array.from({ length: files }, (_, index) => ({ name: `IMG_${index}.png`, bytes: PICTURE }));
}

function chunksOf(photos: readonly Photo[], headers: Record<string, string>): Prepared[] {
	const chunks: Prepared[] = [];
	for (let first = 0; first < photos.length; first += CHUNK_FILES) {
		const part = photos.slice(first, first + CHUNK_FILES);
		chunks.push(formOf("/api/image_batch/upload?batchId=bench", part, () => "images", headers));
	}
	return chunks;
}

interface ProgressEvent {
	readonly event: string;
	readonly data: { readonly successCount?: number; readonly failureCount?: number };
}

/** Milliseconds per file: until its form is answered, and until the reader has received the completion of the batch. */
interface Run {
	readonly stored: number;
	readonly finished: number;
	/** Events received per file. */
	readonly events: number;
}

/** One session: announces the files, sends one form after the other, and reads events until the batch is completed. */
async function batchOf(sender: Sender, url: string, files: number): Promise<Run> {
	const session = await openSession(url);
	const headers = { authorization: session.authorization };
	const photos = photosOf(files);
	const chunks = chunksOf(photos, headers);
	const socket = await openSocket<ProgressEvent>(`${url}/api/image_batch/progress`, { headers });
	const began = performance.now();
	const entries = photos.map(({ name, bytes }) => ({ name, size: bytes.byteLength }));
	await session.post("/api/batches/bench", { files: entries });
	const sending = sender.sendAll(chunks).then(() => performance.now() - began);
	let events = 0;
	for await (const { event, data } of socket) {
		events += 1;
		if (event !== "uploadCompleted") continue;
		if (data.failureCount !== 0) throw new Error(`${data.failureCount} files failed.`);
		break;
	}
	const finished = performance.now() - began;
	const stored = await sending;
	socket.cut();
	await session.fetch("/api/session", { method: "DELETE" });
	return { stored: stored / files, finished: finished / files, events: events / files };
}

/** Several small sessions, as one measurement. */
async function smallBatches(sender: Sender, url: string): Promise<Run> {
	const runs: Run[] = [];
	for (let index = 0; index < SMALL_SESSIONS; index++) runs.push(await batchOf(sender, url, CHUNK_FILES));
	const mean = (of: (run: Run) => number) => runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
	return {
		stored: mean((run) => run.stored),
		finished: mean((run) => run.finished),
		events: mean((run) => run.events),
	};
}

async function compareSizes(): Promise<void> {
	const darkroom = await startDarkroom();
	try {
		const sender = new Sender(darkroom.url, 1);
		const [few = [], many = []] = await inTurns(ROUNDS, [
			{ name: "few", run: () => smallBatches(sender, darkroom.url) },
			{ name: "many", run: () => batchOf(sender, darkroom.url, MANY_FILES) },
		]);
		const ratioOf = (of: (run: Run) => number) =>
			median(many.map((run, round) => of(run) / of(few[round] ?? run)));
		const row = (what: string, of: (run: Run) => number) => {
			const ratio = ratioOf(of);
			return [
				what,
				spread(few.map(of)),
				spread(many.map(of)),
				figure(ratio),
				verdict(ratio, (value) => value <= 1.1, "≤ 1.1"),
			];
		};
		printTable(
			`Milliseconds per file, forms of ${CHUNK_FILES} one after the other, one reader; ${ROUNDS} alternating rounds`,
			["until", "of 100 files", "of 10,000 files", "ratio", "budget"],
			[row("stored", (run) => run.stored), row("finished, and reported", (run) => run.finished)],
		);
		console.log(`\nEvents per file: ${figure(median(many.map(({ events }) => events)))}`);
		sender.close();
	} finally {
		await darkroom.stop();
	}
}

/**
 * Sends at a fixed rate (open loop). A sender that waits for each response would slow down with the server and hide its
 * latency.
 */
async function openLoop(): Promise<void> {
	const darkroom = await startServer();
	try {
		const session = await openSession(darkroom.url);
		const headers = { authorization: session.authorization };
		const sender = new Sender(darkroom.url, LOAD_PER_SECOND);
		const requests = photosOf(LOAD_PER_SECOND * LOAD_SECONDS).map((photo) => {
			return formOf("/api/image_batch/upload?batchId=load", [photo], () => "images", headers);
		});
		const latencies: number[] = [];
		let failed = 0;
		const began = performance.now();
		const sent = requests.map(async (request, index) => {
			const due = (index * 1000) / LOAD_PER_SECOND;
			await pause(Math.max(0, began + due - performance.now()));
			// Measured from the due time: waiting for a free connection is latency for the client too.
			await sender.send(request).then(
				() => latencies.push(performance.now() - began - due),
				() => {
					failed += 1;
				},
			);
		});
		await Promise.all(sent);
		const sorted = latencies.toSorted((a, b) => a - b);
		const share = (part: number) => sorted[Math.floor(part * (sorted.length - 1))] ?? Number.NaN;
		printTable(
			`${LOAD_PER_SECOND} requests a second for ${LOAD_SECONDS} seconds, one image each`,
			["answered", "refused", "median ms", "99th of 100", "longest"],
			[[String(latencies.length), String(failed), ...[0.5, 0.99, 1].map((part) => figure(share(part)))]],
		);
		sender.close();
	} finally {
		await darkroom.stop();
	}
}

printMachine();
await compareSizes();
await openLoop();
