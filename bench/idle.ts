import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { HEARTBEAT_MS } from "../src/protocol/limits.ts";
import type { StreamMessage } from "../src/protocol/stream/stream-message.ts";
import { makePhoto } from "../test/fixtures/photo.ts";
import { openSession } from "../test/support/server/client.ts";
import { followUntil } from "../test/support/server/follow.ts";
import type { TestServer } from "../test/support/server/server.ts";
import { readSocket, type TestSocket } from "../test/support/server/socket.ts";
import { printMachine, printTable, verdict } from "./support/report.ts";
import { formOf, Sender } from "./support/sender.ts";
import { startCounted } from "./support/servers.ts";

/*
 * A hundred tabs are open and nothing happens. How often is the actor constructed, and what does it write? The actor logs
 * every construction (`bench/counted`); any write changes the bytes of its database files. At the
 * end one request wakes it, which proves that it was hibernating.
 */

const SOCKETS = 100;
const IDLE_MS = 60_000;

/** The platform hibernates an actor after ten idle seconds; some more for a busy machine. */
const FALL_ASLEEP_MS = 20_000;

function constructed(server: TestServer): number {
	return server.logs().filter((line) => line.includes("actor constructed")).length;
}

/** One hash of all files of all actors' databases. */
function databaseOf(folder: string): string {
	const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
	const databases = files.filter((name) => name.includes("SessionActor") && /\.sqlite(-wal)?$/.test(name));
	if (databases.length === 0) throw new Error("The actor's database was not found.");
	const hash = createHash("sha256");
	for (const name of databases.sort()) hash.update(readFileSync(join(folder, name)));
	return hash.digest("hex");
}

/** How many of the sockets answer a heartbeat. */
async function stillOpen(sockets: readonly TestSocket<StreamMessage>[]): Promise<number> {
	const answers = await Promise.allSettled(sockets.map((socket) => socket.ping()));
	return answers.filter(({ status }) => status === "fulfilled").length;
}

const persistTo = mkdtempSync(join(tmpdir(), "darkroom-idle-"));
const server = await startCounted(persistTo);
printMachine();
try {
	const session = await openSession(server.url);
	const sender = new Sender(server.url, 1);
	const photos = [makePhoto(1), makePhoto(2)];
	await sender.send(
		formOf("/api/batches/idle/files", photos, () => "files", { authorization: session.authorization }),
	);
	sender.close();
	await followUntil(session, ({ totals }) => totals.states.completed === photos.length);
	const sockets = await Promise.all(Array.from({ length: SOCKETS }, () => readSocket(session)));

	await pause(FALL_ASLEEP_MS);
	const before = { constructed: constructed(server), database: databaseOf(persistTo) };
	const beats = setInterval(() => void Promise.all(sockets.map((socket) => socket.ping())), HEARTBEAT_MS);
	await pause(IDLE_MS);
	clearInterval(beats);
	const wakes = constructed(server) - before.constructed;
	const written = databaseOf(persistTo) !== before.database;
	await session.json("/api/session");
	const awoken = constructed(server) - before.constructed - wakes;
	const open = await stillOpen(sockets);
	for (const socket of sockets) socket.cut();

	printTable(
		`${SOCKETS} open sockets, ${IDLE_MS / 1000} s of nothing but their heartbeats`,
		["what", "measured", "budget"],
		[
			["actor constructed", String(wakes), verdict(wakes, (value) => value === 0, "0")],
			[
				"bytes of its database changed",
				written ? "yes" : "none",
				verdict(Number(written), (value) => value === 0, "no rows"),
			],
			["heartbeats answered meanwhile", String(SOCKETS * Math.floor(IDLE_MS / HEARTBEAT_MS)), ""],
			["sockets still open", String(open), ""],
			[
				"constructed by the request that followed",
				String(awoken),
				awoken === 1 ? "it was hibernating" : "**it was not hibernating**",
			],
		],
	);
} finally {
	await server.stop();
	rmSync(persistTo, { recursive: true, force: true });
}
