import { DEFAULT_BOUNDS, maxRequests } from "../client/sending.ts";
import type { SessionInfo } from "../src/protocol/http/reply.ts";
import { makePhoto } from "../test/fixtures/photo.ts";
import { openSession } from "../test/support/server/client.ts";
import { follower, followUntil } from "../test/support/server/follow.ts";
import { readSocket } from "../test/support/server/socket.ts";
import { largePhoto } from "./support/large-photo.ts";
import { figure, median, printMachine, printTable, spread, verdict } from "./support/report.ts";
import { inTurns, ROUNDS } from "./support/rounds.ts";
import { formOf, type Prepared, Sender } from "./support/sender.ts";
import { withBareWorker } from "./support/servers.ts";

/*
 * 490 photos of 50 kB, sent as the page sends them. Darkroom's time is from the manifest to the frame in which the last
 * photo is finished, as received on a socket; the bare Worker's is from the first byte to the response to the last form.
 */

/** The page's number of files per form, and of concurrent forms. */
const FORM_FILES = DEFAULT_BOUNDS.formFiles;
const PARALLEL = maxRequests("http/1.1");

const PHOTOS = Array.from({ length: 490 }, (_, seed) => makePhoto(seed + 1));

/** The size of a current camera's photos. */
const LARGE_BYTES = 12_000_000;

/** The measurements of one run. The bare Worker has only times. */
interface Run {
	readonly stored: number;
	readonly finished: number;
	readonly rows: number;
	readonly reads: number;
	readonly bytesRead: number;
	readonly frames: number;
	readonly frameBytes: number;
}

/** The photos as forms of the page's size. */
function formsOf(
	path: string,
	fieldOf: (index: number) => string,
	headers: Record<string, string>,
): Prepared[] {
	const forms: Prepared[] = [];
	for (let first = 0; first < PHOTOS.length; first += FORM_FILES) {
		const part = PHOTOS.slice(first, first + FORM_FILES);
		forms.push(formOf(path, part, (index) => fieldOf(first + index), headers));
	}
	return forms;
}

/** The bare Worker stores the forms. */
async function storeOnly(toBare: Sender): Promise<Run> {
	const forms = formsOf("/", (index) => String(index), {});
	const stored = await toBare.sendAll(forms);
	return { stored, finished: stored, rows: 0, reads: 0, bytesRead: 0, frames: 0, frameBytes: 0 };
}

/** Darkroom stores the forms and reads every photo in them. */
async function develop(toDarkroom: Sender, url: string): Promise<Run> {
	const session = await openSession(url);
	const socket = await readSocket(session, session.cursor);
	const headers = { authorization: session.authorization };
	// File numbers start at 1 in a new session, so the forms can be prepared before the clock starts, as for the bare Worker.
	const forms = formsOf("/api/batches/bench/files", (index) => String(index + 1), headers);
	const files = PHOTOS.map(({ name, bytes }) => ({ name, size: bytes.byteLength, type: "image/jpeg" }));

	const began = performance.now();
	await session.post("/api/batches/bench", { files });
	const announced = performance.now() - began;
	const sending = toDarkroom.sendAll(forms);
	const reader = follower();
	reader.state.epoch = session.cursor.split(".")[0] ?? "";
	let frameBytes = 0;
	for await (const message of socket) {
		if (message.type !== "frame") continue;
		frameBytes += JSON.stringify(message).length;
		if (reader.take(message)) throw new Error("A frame was missing.");
		const { completed, failed } = reader.state.totals.states;
		if (failed > 0) throw new Error(`${failed} photos failed.`);
		if (completed === PHOTOS.length) break;
	}
	const finished = performance.now() - began;
	const stored = announced + (await sending);
	socket.cut();
	const { usage } = await session.json<SessionInfo>("/api/session");
	await session.fetch("/api/session", { method: "DELETE" });
	const { rowsWritten: rows, reads, bytesRead } = usage;
	return { stored, finished, rows, reads, bytesRead, frames: reader.frames.length, frameBytes };
}

/** The cost of reading one camera photo, sent in a form and sent on its own. */
async function readLarge(toDarkroom: Sender, url: string): Promise<void> {
	const photo = largePhoto(LARGE_BYTES);
	const rows: string[][] = [];
	for (const way of ["form", "PUT"] as const) {
		const session = await openSession(url);
		const headers = { authorization: session.authorization };
		const files = [{ name: photo.name, size: photo.bytes.byteLength }];
		await session.post("/api/batches/bench", { files });
		const put: Prepared = { method: "PUT", path: "/api/files/1", headers, body: photo.bytes };
		const form = formOf("/api/batches/bench/files", [photo], () => "1", headers);
		await toDarkroom.send(way === "form" ? form : put);
		await followUntil(session, ({ totals }) => totals.states.completed === 1);
		const { usage } = await session.json<SessionInfo>("/api/session");
		rows.push([way, String(usage.reads), figure(usage.bytesRead / 1000, 1)]);
		await session.fetch("/api/session", { method: "DELETE" });
	}
	printTable("Reading a photo of 12 MB", ["sent by", "reads from R2", "kB read from R2"], rows);
}

function report(onlyStored: readonly Run[], developed: readonly Run[]): void {
	const ratioOf = (of: (run: Run) => number) =>
		median(developed.map((run, round) => of(run) / (onlyStored[round]?.stored ?? Number.NaN)));
	const seconds = (runs: readonly Run[], of: (run: Run) => number) =>
		spread(runs.map((run) => of(run) / 1000));
	const each = (of: (run: Run) => number) => median(developed.map((run) => of(run) / PHOTOS.length));
	const ratio = ratioOf((run) => run.finished);
	const storedRatio = ratioOf((run) => run.stored);

	const how = `forms of ${FORM_FILES}, ${PARALLEL} concurrent; ${developed.length} alternating rounds`;
	printTable(
		`490 photos of 50 kB, ${how}`,
		["what", "seconds: median (min–max)", "ratio to bare", "budget"],
		[
			["bare Worker: stored", seconds(onlyStored, (run) => run.stored), "1", ""],
			["Darkroom: stored", seconds(developed, (run) => run.stored), figure(storedRatio), ""],
			[
				"Darkroom: last result",
				seconds(developed, (run) => run.finished),
				figure(ratio),
				verdict(ratio, (value) => value <= 1.3, "≤ 1.3"),
			],
		],
	);
	const rows = each((run) => run.rows);
	printTable(
		"Cost of one photo",
		["what", "per photo", "budget"],
		[
			["rows written in SQLite", figure(rows), verdict(rows, (value) => value <= 3, "≤ 3")],
			["objects put into R2", "1", ""],
			["reads from R2", figure(each((run) => run.reads)), ""],
			["bytes read from R2", figure(each((run) => run.bytesRead)), ""],
			["frames on a socket", figure(each((run) => run.frames)), ""],
			["bytes on a socket", figure(each((run) => run.frameBytes)), ""],
		],
	);
}

printMachine();
await withBareWorker(async (bare, darkroom) => {
	const toBare = new Sender(bare.url, PARALLEL);
	const toDarkroom = new Sender(darkroom.url, PARALLEL);
	const [onlyStored = [], developed = []] = await inTurns(ROUNDS, [
		{ name: "bare", run: () => storeOnly(toBare) },
		{ name: "Darkroom", run: () => develop(toDarkroom, darkroom.url) },
	]);
	report(onlyStored, developed);
	await readLarge(toDarkroom, darkroom.url);
	toBare.close();
	toDarkroom.close();
});
