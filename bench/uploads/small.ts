import { makePhoto } from "../../test/fixtures/photo.ts";
import { openSession, type TestSession } from "../../test/support/server/client.ts";
import { followUntil } from "../../test/support/server/follow.ts";
import type { TestServer } from "../../test/support/server/server.ts";
import { sendByTusClient, startTusServer, type TusServer } from "../rivals/tus-server.ts";
import { peakOf, workerdPeak } from "../support/memory.ts";
import { figure, median, printMachine, printTable, spread, verdict } from "../support/report.ts";
import { inTurns, rounds } from "../support/rounds.ts";
import { formOf, type Prepared, Sender } from "../support/sender.ts";
import { withBareWorker } from "../support/servers.ts";

/*
 * Many small files, one by one and in forms of a hundred, until the last response. Darkroom's time includes the manifest,
 * and its extraction runs meanwhile. The next run starts after the extraction, so that it is not slowed by it.
 */

const FILES = 400;
const FORM_FILES = 100;
const PARALLEL = 6;
const ROUNDS = rounds(3);

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

/** Milliseconds until Darkroom has answered all requests. Then waits for the extraction and deletes the session. */
async function intoDarkroom(url: string, send: (session: TestSession) => Promise<unknown>): Promise<number> {
	const session = await openSession(url);
	const began = performance.now();
	await send(session);
	const took = performance.now() - began;
	await followUntil(session, ({ totals }) => totals.states.completed === FILES, { within: 60_000 });
	await session.fetch("/api/session", { method: "DELETE" });
	return took;
}

function announced(sender: Sender, how: keyof typeof PREPARE): (session: TestSession) => Promise<unknown> {
	return async (session) => {
		const requests = PREPARE[how]({ authorization: session.authorization });
		await announce(session);
		await sender.sendAll(requests);
	};
}

/** The same client and protocol for both servers. */
function byTus(server: TusServer | TestServer, path: string, session?: TestSession): Promise<number> {
	const headers = session === undefined ? {} : { authorization: session.authorization };
	return sendByTusClient(server.url + path, PHOTOS, { parallel: PARALLEL, headers });
}

printMachine();
const tus = await startTusServer();
await withBareWorker(async (bare, darkroom) => {
	const toBare = new Sender(bare.url, PARALLEL);
	const toDarkroom = new Sender(darkroom.url, PARALLEL);
	const sides = [
		{ name: "bare Worker, one by one", run: () => toBare.sendAll(onesOf({})) },
		{
			name: "Darkroom, one by one",
			run: () => intoDarkroom(darkroom.url, announced(toDarkroom, "ones")),
		},
		{ name: "bare Worker, forms of 100", run: () => toBare.sendAll(formsOf({})) },
		{
			name: "Darkroom, forms of 100",
			run: () => intoDarkroom(darkroom.url, announced(toDarkroom, "forms")),
		},
		{ name: "@tus/server, tus-js-client", run: () => byTus(tus, "/files") },
		{
			name: "Darkroom, tus-js-client",
			run: () => intoDarkroom(darkroom.url, (session) => byTus(darkroom, "/api/uploads", session)),
		},
	] as const;
	const times = await inTurns(ROUNDS, sides);
	const rates = times.map((side) => side.map((ms) => FILES / (ms / 1000)));
	const ratio = (side: number, to: number) =>
		median((rates[side] ?? []).map((rate, round) => rate / (rates[to]?.[round] ?? Number.NaN)));
	const [single, form] = [ratio(1, 0), ratio(3, 1)];
	const row = (side: number, compared: string, budget = "") => [
		sides[side]?.name ?? "",
		spread(rates[side] ?? []),
		compared,
		budget,
	];
	printTable(
		`${FILES} files of 50 kB, ${PARALLEL} concurrent requests; ${ROUNDS} alternating rounds`,
		["what", "files per second: median (min–max)", "ratio", "budget"],
		[
			row(0, "1"),
			row(
				1,
				`${figure(single)} × bare`,
				verdict(single, (value) => value >= 0.9, "≥ 0.9"),
			),
			row(2, `${figure(ratio(2, 0))} × one by one`),
			row(
				3,
				`${figure(form)} × one by one`,
				verdict(form, (value) => value >= 1.5, "≥ 1.5"),
			),
			row(4, `${figure(ratio(4, 0))} × bare`),
			row(5, `${figure(ratio(5, 4))} × @tus/server`),
		],
	);
	const memory = [workerdPeak(bare), workerdPeak(darkroom), peakOf(tus.pid)];
	printTable(
		"Peak memory, MiB",
		["bare Worker", "Darkroom", "@tus/server (Node)"],
		[memory.map((mib) => figure(mib, 0))],
	);
	toBare.close();
	toDarkroom.close();
});
await tus.stop();
