import { makePhoto } from "../test/fixtures/photo.ts";
import { openSession, type TestSession } from "../test/support/client.ts";
import { followUntil } from "../test/support/follow.ts";
import { figure, median, printMachine, printTable, spread, verdict } from "./support/report.ts";
import { inTurns, ROUNDS } from "./support/rounds.ts";
import { formOf, type Prepared, Sender } from "./support/sender.ts";
import { besideBare } from "./support/servers.ts";

/*
 * Many small files, one by one and a hundred to a form, until the last answer. Darkroom's time includes the manifest,
 * and its extraction runs meanwhile; it is waited for before the next run begins, so that it slows nobody else.
 */

const FILES = 600;
const FORM_FILES = 100;
const PARALLEL = 6;

const PHOTOS = Array.from({ length: FILES }, (_, seed) => makePhoto(seed + 1));

function onesOf(headers: Record<string, string>): Prepared[] {
	const typed = { ...headers, "content-type": "image/jpeg" };
	return PHOTOS.map(({ bytes }, index) => ({
		method: "PUT",
		path: `/api/files/${index + 1}`,
		headers: typed,
		body: bytes,
	}));
}

function formsOf(headers: Record<string, string>): Prepared[] {
	return Array.from({ length: FILES / FORM_FILES }, (_, form) => {
		const first = form * FORM_FILES;
		const part = PHOTOS.slice(first, first + FORM_FILES);
		return formOf("/api/batches/bench/files", part, (index) => String(first + index + 1), headers);
	});
}

const PREPARE = { ones: onesOf, forms: formsOf };

async function announce(session: TestSession): Promise<void> {
	const files = PHOTOS.map(({ name, bytes }) => ({ name, size: bytes.byteLength, type: "image/jpeg" }));
	await session.post("/api/batches/bench", { files });
}

/** Milliseconds until Darkroom has answered all. */
async function intoDarkroom(sender: Sender, url: string, how: keyof typeof PREPARE): Promise<number> {
	const session = await openSession(url);
	const requests = PREPARE[how]({ authorization: session.authorization });
	const began = performance.now();
	await announce(session);
	await sender.sendAll(requests);
	const took = performance.now() - began;
	await followUntil(session, ({ totals }) => totals.states.completed === FILES, { within: 60_000 });
	await session.fetch("/api/session", { method: "DELETE" });
	return took;
}

printMachine();
await besideBare(async (bare, darkroom) => {
	const toBare = new Sender(bare.url, PARALLEL);
	const toDarkroom = new Sender(darkroom.url, PARALLEL);
	const sides = [
		{ name: "bare Worker, one by one", run: () => toBare.sendAll(onesOf({})) },
		{ name: "Darkroom, one by one", run: () => intoDarkroom(toDarkroom, darkroom.url, "ones") },
		{ name: "bare Worker, 100 to a form", run: () => toBare.sendAll(formsOf({})) },
		{ name: "Darkroom, 100 to a form", run: () => intoDarkroom(toDarkroom, darkroom.url, "forms") },
	] as const;
	const times = await inTurns(ROUNDS, sides);
	const rates = times.map((side) => side.map((ms) => FILES / (ms / 1000)));
	const ratio = (side: number, to: number) =>
		median((rates[side] ?? []).map((rate, round) => rate / (rates[to]?.[round] ?? Number.NaN)));
	const [single, form] = [ratio(1, 0), ratio(3, 1)];
	const rate = (side: number) => spread(rates[side] ?? []);
	printTable(
		`${FILES} files of 50 kB, ${PARALLEL} requests at once; ${ROUNDS} rounds in turns`,
		["what", "files a second: median (least–most)", "ratio", "budget"],
		[
			[sides[0].name, rate(0), "1", ""],
			[sides[1].name, rate(1), `${figure(single)} × bare`, verdict(single, (value) => value >= 0.9, "≥ 0.9")],
			[sides[2].name, rate(2), `${figure(ratio(2, 0))} × one by one`, ""],
			[
				sides[3].name,
				rate(3),
				`${figure(form)} × one by one`,
				verdict(form, (value) => value >= 1.5, "≥ 1.5"),
			],
		],
	);
	toBare.close();
	toDarkroom.close();
});
