import { tinyPhoto } from "../../cli/load/tiny-photo.ts";
import { openSession, type TestSession } from "../../test/support/server/client.ts";
import { followUntil } from "../../test/support/server/follow.ts";
import { workerdPeak } from "../support/memory.ts";
import { figure, median, printMachine, printTable, spread, verdict } from "../support/report.ts";
import { inTurns, rounds } from "../support/rounds.ts";
import { formOf, type Photo, Sender } from "../support/sender.ts";
import { startDarkroom } from "../support/servers.ts";

/*
 * What a file costs when its session holds ten thousand, and when it holds a hundred: from the manifest to the last
 * result, with the same requests under way. Small photos, so that the bytes do not hide what each file costs.
 */

const PARALLEL = 6;
const FORM_FILES = 100;
const PHOTO_BYTES = 5_000;
const ROUNDS = rounds(3);

/** Sessions of a hundred files: as many in a row as make their time long enough to measure. */
const SMALL = { sessions: 40, files: 100 };
const LARGE = { sessions: 1, files: 10_000 };

/** Milliseconds that the results of a session may take: minutes on a busy machine. */
const PATIENCE_MS = 300_000;

const PHOTOS: readonly Photo[] = Array.from({ length: LARGE.files }, (_, index) => ({
	name: `${index}.jpg`,
	bytes: tinyPhoto(1, index, PHOTO_BYTES),
}));

/** Announces, sends and waits for the results, with so many forms under way. */
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

/** Milliseconds a file, over all sessions. Opening and removing them is no cost of a file. */
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
	`Files of ${PHOTO_BYTES / 1000} kB, ${FORM_FILES} to a form, manifest to last result; ${ROUNDS} rounds in turns`,
	["files in a session", "ms a file: median (least–most)", "ratio", "budget"],
	[
		[figure(SMALL.files, 0), spread(small), "1", ""],
		[figure(LARGE.files, 0), spread(large), figure(ratio), verdict(ratio, (value) => value <= 1.1, "≤ 1.1")],
	],
);
console.log(`\nMost memory of workerd: ${figure(memory, 0)} MiB.`);
