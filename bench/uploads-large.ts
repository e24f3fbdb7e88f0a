import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { setup } from "../test/support/build.ts";
import { openSession } from "../test/support/client.ts";
import { startServer } from "../test/support/server.ts";
import { median } from "./support/report.ts";

/*
 * One large file by tus, next to a bare Worker that makes the same R2 parts of the same body and does nothing else.
 * In turns, so that a machine which is slow for a while is slow for both. `MIB=1024 ROUNDS=3`.
 */

const MIB = 1024 * 1024;
const SIZE = (Number(process.env.MIB) || 256) * MIB;
const ROUNDS = Number(process.env.ROUNDS) || 3;
const BARE = fileURLToPath(new URL("./multipart", import.meta.url));
const WRANGLER = fileURLToPath(new URL("../node_modules/.bin/wrangler", import.meta.url));

const BLOCK = Buffer.alloc(MIB, "darkroom ");

/** Sends so many bytes in one request without holding them; resolves when it is answered. */
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

/** Resident MiB of every workerd of this machine, the largest. */
function workerdMiB(): number {
	let most = 0;
	for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
		try {
			const status = readFileSync(`/proc/${pid}/status`, "utf8");
			if (!status.startsWith("Name:\tworkerd")) continue;
			most = Math.max(most, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
		} catch {
			// It ended between the list and the look.
		}
	}
	return most;
}

async function timed(work: () => Promise<void>): Promise<{ rate: number; memory: number }> {
	let memory = 0;
	const timer = setInterval(() => {
		memory = Math.max(memory, workerdMiB());
	}, 200);
	const began = performance.now();
	await work();
	const seconds = (performance.now() - began) / 1000;
	clearInterval(timer);
	return { rate: SIZE / MIB / seconds, memory };
}

await setup();
await promisify(execFile)(WRANGLER, ["deploy", "--dry-run", "--outdir", "dist/worker"], { cwd: BARE });
const rates = { bare: [] as number[], darkroom: [] as number[] };
const memory = { bare: 0, darkroom: 0 };
for (let round = -1; round < ROUNDS; round++) {
	const bare = await startServer({ root: BARE });
	const plain = await timed(() => send(bare.url, "PUT", {}));
	await bare.stop();
	const darkroom = await startServer();
	const session = await openSession(darkroom.url);
	const headers = { authorization: session.authorization, "tus-resumable": "1.0.0" };
	const tus = await timed(async () => {
		const created = await fetch(`${darkroom.url}/api/uploads`, {
			method: "POST",
			headers: { ...headers, "upload-length": String(SIZE) },
		});
		await send(darkroom.url + created.headers.get("location"), "PATCH", {
			...headers,
			"upload-offset": "0",
			"content-type": "application/offset+octet-stream",
		});
	});
	await darkroom.stop();
	console.log(
		`round ${round}: bare ${plain.rate.toFixed(1)} MiB/s (${plain.memory.toFixed(0)} MiB), Darkroom ${tus.rate.toFixed(1)} MiB/s (${tus.memory.toFixed(0)} MiB)`,
	);
	if (round < 0) continue;
	rates.bare.push(plain.rate);
	rates.darkroom.push(tus.rate);
	memory.bare = Math.max(memory.bare, plain.memory);
	memory.darkroom = Math.max(memory.darkroom, tus.memory);
}
const ratio = median(rates.darkroom.map((rate, index) => rate / (rates.bare[index] ?? Number.NaN)));
console.log(`\n**One file of ${SIZE / MIB} MiB in one PATCH; ${ROUNDS} rounds in turns**\n`);
console.log("| what | MiB/s, median | most memory of workerd | ratio |\n| --- | --- | --- | --- |");
console.log(
	`| bare Worker, same parts | ${median(rates.bare).toFixed(1)} | ${memory.bare.toFixed(0)} MiB | 1 |`,
);
console.log(
	`| Darkroom by tus | ${median(rates.darkroom).toFixed(1)} | ${memory.darkroom.toFixed(0)} MiB | ${ratio.toFixed(2)} |`,
);
