import { execFile } from "node:child_process";
import { request } from "node:http";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { setup } from "../../test/support/server/build.ts";
import { openSession } from "../../test/support/server/client.ts";
import { startServer } from "../../test/support/server/server.ts";
import { startTusServer } from "../rivals/tus-server.ts";
import { peakOf, workerdPeak } from "../support/memory.ts";
import { figure, median, printMachine, printTable, spread, verdict } from "../support/report.ts";
import { inTurns, rounds } from "../support/rounds.ts";

/*
 * One large file by tus, compared with a bare Worker that writes the same body to R2 in the same parts and does nothing else.
 * The sides alternate, so that a machine that is slow for a while is slow for both. `MIB=1024 ROUNDS=3`.
 */

const MIB = 1024 * 1024;
const SIZE = (Number(process.env.MIB) || 256) * MIB;
const ROUNDS = rounds(3);
const BARE = fileURLToPath(new URL("../multipart", import.meta.url));
const WRANGLER = fileURLToPath(new URL("../../node_modules/.bin/wrangler", import.meta.url));

const BLOCK = Buffer.alloc(MIB, "darkroom ");

/** One upload: MiB per second, and the server's peak memory in MiB. */
interface Measured {
	readonly rate: number;
	readonly memory: number;
}

/** Streams the bytes in one request without keeping them in memory; resolves with the response. */
function send(url: string, method: string, headers: Record<string, string>): Promise<void> {
	return new Promise((resolve, reject) => {
		const sent = request(
			url,
			{ method, headers: { ...headers, "content-length": String(SIZE) } },
			(response) => {
				response.resume();
				response.on("end", () =>
					response.statusCode === 204 ? resolve() : reject(new Error(`answered ${response.statusCode}`)),
				);
			},
		);
		sent.on("error", reject);
		let left = SIZE;
		const more = () => {
			while (left > 0) {
				left -= MIB;
				if (!sent.write(BLOCK)) return;
			}
			sent.end();
			left = -1;
		};
		sent.on("drain", () => left >= 0 && more());
		more();
	});
}

/** The rate of an upload, in MiB per second. */
async function rateOf(work: () => Promise<void>): Promise<number> {
	const began = performance.now();
	await work();
	return SIZE / MIB / ((performance.now() - began) / 1000);
}

/** One tus upload: creates it, then sends it in one `PATCH`. */
async function byTus(origin: string, path: string, headers: Record<string, string>): Promise<void> {
	const tus = { ...headers, "tus-resumable": "1.0.0" };
	const created = await fetch(origin + path, {
		method: "POST",
		headers: { ...tus, "upload-length": String(SIZE) },
	});
	const location = new URL(created.headers.get("location") ?? "", origin);
	await send(location.href, "PATCH", {
		...tus,
		"upload-offset": "0",
		"content-type": "application/offset+octet-stream",
	});
}

async function intoBare(): Promise<Measured> {
	const server = await startServer({ root: BARE });
	const rate = await rateOf(() => send(server.url, "PUT", {}));
	const memory = workerdPeak(server);
	await server.stop();
	return { rate, memory };
}

async function intoDarkroom(): Promise<Measured> {
	const server = await startServer();
	const { authorization } = await openSession(server.url);
	const rate = await rateOf(() => byTus(server.url, "/api/uploads", { authorization }));
	const memory = workerdPeak(server);
	await server.stop();
	return { rate, memory };
}

async function intoTusServer(): Promise<Measured> {
	const server = await startTusServer();
	const rate = await rateOf(() => byTus(server.url, "/files", {}));
	const memory = peakOf(server.pid);
	await server.stop();
	return { rate, memory };
}

await setup();
await promisify(execFile)(WRANGLER, ["deploy", "--dry-run", "--outdir", "dist/worker"], { cwd: BARE });
printMachine();
const [bare = [], darkroom = [], tus = []] = await inTurns<Measured>(ROUNDS, [
	{ name: "bare", run: intoBare },
	{ name: "Darkroom", run: intoDarkroom },
	{ name: "@tus/server", run: intoTusServer },
]);
const ratio = (side: readonly Measured[]) =>
	median(side.map(({ rate }, round) => rate / (bare[round]?.rate ?? Number.NaN)));
const row = (name: string, side: readonly Measured[], budget: string) => [
	name,
	spread(side.map(({ rate }) => rate)),
	figure(Math.max(...side.map(({ memory }) => memory)), 0),
	figure(ratio(side)),
	budget,
];
printTable(
	`One file of ${SIZE / MIB} MiB in one request; ${ROUNDS} alternating rounds`,
	["what", "MiB/s: median (min–max)", "peak memory, MiB", "ratio to bare", "budget"],
	[
		row("bare Worker, same parts", bare, ""),
		row(
			"Darkroom by tus",
			darkroom,
			verdict(ratio(darkroom), (value) => value >= 0.9, "≥ 0.9"),
		),
		row("@tus/server by tus, Node and a file", tus, ""),
	],
);
