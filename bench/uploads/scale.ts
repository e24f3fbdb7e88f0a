import { tinyPhoto } from "../../cli/load/tiny-photo.ts";
import { openSession, type TestSession } from "../../test/support/server/client.ts";
import { followUntil } from "../../test/support/server/follow.ts";
import { workerdPeak } from "../support/memory.ts";
import { figure, median, printMachine, printTable, spread, verdict } from "../support/report.ts";
import { inTurns, rounds } from "../support/rounds.ts";
import { formOf, type Photo, Sender } from "../support/sender.ts";
import { startDarkroom } from "../support/servers.ts";

/*
 * The cost per file in a session of ten thousand files, and in a session of a hundred: from the manifest to the last
 * result, with the same concurrency. Small photos, so that the bytes do not hide the cost per file.
 */

const PARALLEL = 6;
const FORM_FILES = 100;
const PHOTO_BYTES = 5_000;
const ROUNDS = rounds(3);

/** Consecutive sessions of a hundred files: enough that their time can be measured. */
const SMALL = { sessions: 40, files: 100 };
const LARGE = { sessions: 1, files: 10_000 };

/** Timeout for the results of a session, in milliseconds: they take minutes on a busy machine. */
const PATIENCE_MS = 300_000;

const PHOTOS: readonly Photo[] = Array.from({ length: LARGE.files }, (_, index) => ({
	name: `${index}.jpg`,
	bytes: tinyPhoto(1, index, PHOTO_BYTES),
}));

/** Announces and sends files, and waits for the results. */
async function fill(session: TestSession, sender: Sender, count: number): Promise<void> {
	const photos = PHOTOS.slice(0, count);
	const files = photos.map(({ name, bytes }) => ({ name, size: bytes.byteLength }));
	await session.post("/api/batches/bench", { files });
	const { authorization } = session;
	const starts = Array.from({ length: count / FORM_FILES }, (_, form) => form * FORM_FILES);
	const forms = starts.map((first) => {
		const some = photos.slice(first, first + FORM_FILES);
		return formOf("/api/batches/bench/files", some, (index) => String(first + index + 1), { authorization });
	});
	await sender.sendAll(forms);
	await followUntil(session, ({ totals }) => totals.states.completed === count, { within: PATIENCE_MS });
}

/** Milliseconds per file, over all sessions, without opening and deleting the sessions. */
async function costOf(url: string, { sessions, files }: typeof SMALL): Promise<number> {
	const sender = new Sender(url, PARALLEL);
	const opened = await Promise.all(Array.from({ length: sessions }, () => openSession(url)));
	const began = performance.now();
	const left = opened.values();
	const lane = async () => {
		for (const session of left) await fill(session, sender, files);
	};
	await Promise.all(Array.from({ length: Math.min(PARALLEL, sessions) }, lane));
	const took = performance.now() - began;
	await Promise.all(opened.map((session) => session.fetch("/api/session", { method: "DELETE" })));
	sender.close();
	return took / (sessions * files);
}

printMachine();
const server = await startDarkroom();
const [small = [], large = []] = await inTurns(ROUNDS, [
	{ name: "100", run: () => costOf(server.url, SMALL) },
	{ name: "10,000", run: () => costOf(server.url, LARGE) },
]);
const memory = workerdPeak(server);
await server.stop();
const ratio = median(large.map((cost, round) => cost / (small[round] ?? Number.NaN)));
printTable(
	`Files of ${PHOTO_BYTES / 1000} kB, forms of ${FORM_FILES}, manifest to last result; ${ROUNDS} alternating rounds`,
	["files in a session", "ms per file: median (min–max)", "ratio", "budget"],
	[
		[figure(SMALL.files, 0), spread(small), "1", ""],
		[figure(LARGE.files, 0), spread(large), figure(ratio), verdict(ratio, (value) => value <= 1.1, "≤ 1.1")],
	],
);
console.log(`\nPeak memory of workerd: ${figure(memory, 0)} MiB.`);
