import { afterAll, beforeAll, expect, test } from "vitest";
import { property } from "../../support/seed.ts";
import { openSession } from "../../support/server/client.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { overflowJournal, STREAM_FAULTS } from "./fault-list.ts";
import { StreamTrial } from "./trial.ts";

/** Milliseconds that a fault and a restart may take on a busy machine. */
const PATIENCE_MS = 90_000;

let server: TestServer;
beforeAll(async () => {
	server = await startServer({ inspect: true, limits: { UPLOAD_LIMIT: 1_000_000 } });
});
afterAll(() => server.stop());

test.for([
	[1, Object.entries(STREAM_FAULTS)],
	[1_000, [...Object.entries(STREAM_FAULTS), ["the journal overflows", overflowJournal] as const]],
] as const)(
	"with %i more files at each fault, every reader ends in the session's state, in any order of faults",
	{ timeout: 300_000 },
	([count, faults]) =>
		property(1, async (random) => {
			const trial = new StreamTrial(await openSession(server.url), PATIENCE_MS);
			try {
				for (const [name, fault] of random.shuffle(faults)) {
					await fault({ server, trial, count, pauseMs: 0 });
					expect(await trial.verify(), name).toEqual({ gaps: 0, duplicates: 0, diverged: [] });
				}
			} finally {
				await trial.stop();
			}
		}),
);
