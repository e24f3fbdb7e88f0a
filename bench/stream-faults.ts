import { overflowJournal, STREAM_FAULTS } from "../test/runtime/stream/fault-list.ts";
import { StreamTrial } from "../test/runtime/stream/trial.ts";
import { chance, freshSeed } from "../test/support/seed.ts";
import { setup } from "../test/support/server/build.ts";
import { openSession } from "../test/support/server/client.ts";
import { startServer } from "../test/support/server/server.ts";
import { STEADY_TRANSPORTS } from "../test/support/server/steady-reader.ts";
import { figure, printMachine, printTable } from "./support/report.ts";

/** Files that each fault adds. */
const FILES = Number(process.env.FILES) || 10_000;

/** Milliseconds for which clients are suspended: twice the server's patience with a slow socket. */
const PAUSE_MS = 60_000;

/** Timeout of every wait, in milliseconds. */
const PATIENCE_MS = 600_000;

/** The file limit of a session; a new session starts before a fault would exceed it. */
const FAULTS_A_SESSION = Math.max(1, Math.floor(30_000 / FILES));

printMachine();
await setup();
const random = chance(freshSeed());
console.log(`SEED=${random.seed}`);
const server = await startServer({
	inspect: true,
	limits: { OPEN_LIMIT: 1_000_000, UPLOAD_LIMIT: 1_000_000 },
});
const rows: string[][] = [];
let trial: StreamTrial | undefined;
try {
	const faults = [...Object.entries(STREAM_FAULTS), ["the journal overflows", overflowJournal] as const];
	for (const [at, [name, fault]] of random.shuffle(faults).entries()) {
		if (trial === undefined || at % FAULTS_A_SESSION === 0) {
			await trial?.stop();
			trial = new StreamTrial(await openSession(server.url), PATIENCE_MS);
		}
		const began = performance.now();
		await fault({ server, trial, count: FILES, pauseMs: PAUSE_MS });
		const { gaps, duplicates, diverged } = await trial.verify();
		const seconds = (performance.now() - began) / 1000;
		rows.push([name, diverged.join(", ") || "none", String(gaps), String(duplicates), figure(seconds, 1)]);
	}
} finally {
	await trial?.stop();
	await server.stop();
}
printTable(
	`${figure(FILES, 0)} files at each fault, read over ${STEADY_TRANSPORTS.join(", ")}`,
	["fault", "readers with a different state", "gaps", "duplicate effects", "seconds"],
	rows,
);
