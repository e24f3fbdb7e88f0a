import { setTimeout as delay } from "node:timers/promises";
import { poll } from "../../support/server/client.ts";
import type { TestServer } from "../../support/server/server.ts";
import { waitUntil } from "../../support/server/wait-until.ts";
import type { StreamTrial } from "./trial.ts";

/** Two manifests of this many files with long paths exceed the 8 MiB of the journal, and each fits into one request. */
const FLOOD_FILES = 4_000;
const FLOOD_PATH = "a-long-folder/".repeat(70);

/** Milliseconds to wait for something in the middle of a fault, on a busy machine. */
const PATIENCE_MS = 120_000;

/** What a fault has to work with. */
export interface FaultContext {
	readonly server: TestServer;
	readonly trial: StreamTrial;
	/** Files that each fault adds. */
	readonly count: number;
	/** Milliseconds for which clients are suspended. */
	readonly pauseMs: number;
}

async function epochOf({ session }: StreamTrial): Promise<string | undefined> {
	const { reply } = await poll(session, session.cursor);
	return reply?.cursor.split(".")[0];
}

/** Everything that may break while files are processed. Each fault ends with all work done, and all readers reading. */
export const STREAM_FAULTS: Readonly<Record<string, (context: FaultContext) => Promise<void>>> = {
	async "the server is killed"({ server, trial, count }) {
		const { command, send } = await trial.begin(count);
		const before = await epochOf(trial);
		const commanding = command();
		await server.kill();
		await server.restart();
		await commanding;
		await send();
		if ((await epochOf(trial)) !== before) throw new Error("A crash began a new epoch.");
	},
	async "every connection is cut again and again"({ trial, count }) {
		const { finish } = await trial.begin(count);
		let isOver = false;
		const finishing = finish().finally(() => {
			isOver = true;
		});
		do {
			for (const reader of trial.readers) reader.cut();
			await delay(20);
		} while (!isOver);
		await finishing;
	},
	async "every reader is away while it happens"({ trial, count }) {
		const { finish } = await trial.begin(count);
		await trial.stop();
		await finish();
		for (const reader of trial.readers) reader.start();
	},
	async "the actor hibernates with its sockets"({ server, trial, count }) {
		await Promise.all(trial.wakeful.map((reader) => reader.stop()));
		const { finish } = await trial.begin(count);
		await server.hibernate(trial.session.id);
		await finish();
		for (const reader of trial.wakeful) reader.start();
	},
	async "the actor is evicted with its sockets"({ server, trial, count }) {
		await Promise.all(trial.wakeful.map((reader) => reader.stop()));
		const { finish } = await trial.begin(count);
		await server.evict(trial.session.id);
		await finish();
		for (const reader of trial.wakeful) reader.start();
	},
	async "readers are reloaded in the middle of a frame"({ trial, count }) {
		const { finish } = await trial.begin(count);
		for (const reader of trial.readers) {
			reader.pause();
			reader.reload();
		}
		await finish();
		for (const reader of trial.readers) reader.resume();
	},
	async "all clients are suspended"({ trial, count, pauseMs }) {
		const { finish } = await trial.begin(count);
		for (const reader of trial.readers) reader.pause();
		await finish();
		await delay(pauseMs);
		for (const reader of trial.readers) reader.resume();
	},
	async "a later version begins a new epoch"({ server, trial, count }) {
		const { finish } = await trial.begin(count);
		const before = await epochOf(trial);
		// The session may have written its row once more before it stopped.
		await waitUntil(
			"a restart begins a new epoch",
			async () => {
				await server.sql(trial.session.id, "UPDATE session SET body = json_remove(body, '$.shape')");
				await server.restart();
				return (await epochOf(trial)) !== before;
			},
			{ within: PATIENCE_MS },
		);
		await finish();
		for (const { state, transport } of trial.readers)
			await waitUntil(`${transport} is in the new epoch`, () => state.epoch !== before, {
				within: PATIENCE_MS,
			});
	},
};

/** Overflows the journal while every reader is away, so that no cursor is in it any more. Adds thousands of files. */
export async function overflowJournal({ server, trial, count }: FaultContext): Promise<void> {
	const { finish } = await trial.begin(count);
	await trial.stop();
	const newest = Math.max(...trial.readers.map(({ state }) => state.seq));
	const keys = ["flood-1", "flood-2"].map((key) => `${key}-after-${newest}`);
	for (const key of keys) await trial.announce(key, FLOOD_FILES, FLOOD_PATH);
	const [row] = await server.sql<{ oldest: number }>(
		trial.session.id,
		"SELECT MIN(seq) AS oldest FROM frames",
	);
	if ((row?.oldest ?? 0) <= newest + 1) throw new Error("The journal still reaches back.");
	for (const reader of trial.readers) reader.start();
	for (const { state, transport } of trial.readers)
		await waitUntil(`${transport} has come back`, () => state.seq > newest, { within: PATIENCE_MS });
	for (const key of keys) await trial.remove(key, FLOOD_FILES);
	await finish();
}
