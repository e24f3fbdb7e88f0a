import type { Browser, Page } from "playwright-core";
import { DEFAULT_BOUNDS, maxRequests } from "../../client/sending.ts";
import { launchBrowser } from "../../test/support/browser/browser.ts";
import { setup } from "../../test/support/server/build.ts";
import { figure, median, printMachine, printTable, spread, verdict } from "../support/report.ts";
import { inTurns, rounds } from "../support/rounds.ts";
import { startDarkroom } from "../support/servers.ts";

/*
 * The page's uploader, compared with the minimum for the same work: a manifest, and a pool of `fetch` with the same number of
 * concurrent requests and the same forms. The page also lists every file, keeps a copy for reloads, reports
 * progress, and adapts its concurrency. Both send to the same server, which reads the files meanwhile.
 */

/** `FILES=10000` for a longer run. */
const FILES = Number(process.env.FILES) || 1_000;
const FILE_BYTES = 50_000;
const ROUNDS = rounds(5);

/** The maximum time of the page, relative to the pool. */
const BUDGET = 1.1;

/** The work of both. */
interface Work {
	readonly files: number;
	readonly bytes: number;
	readonly parallel: number;
	readonly form: number;
}

const WORK: Work = {
	files: FILES,
	bytes: FILE_BYTES,
	parallel: maxRequests("http/1.1"),
	form: DEFAULT_BOUNDS.formFiles,
};

/** Runs in the page: drops files on it, and returns the milliseconds until the last response. */
async function byPage({ files, bytes, form }: Work): Promise<number> {
	const dropped = new DataTransfer();
	const content = "x".repeat(bytes - 6);
	for (let n = 0; n < files; n++) dropped.items.add(new File([`${n}`.padStart(6), content], `${n}.txt`));
	const answers: number[] = [];
	const all = new Promise<void>((settle) => {
		new PerformanceObserver((list) => {
			for (const { name, responseEnd } of list.getEntries() as PerformanceResourceTiming[])
				if (name.endsWith("/files")) answers.push(responseEnd);
			if (answers.length >= Math.ceil(files / form)) settle();
		}).observe({ entryTypes: ["resource"] });
	});
	const began = performance.now();
	window.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
	await all;
	return Math.max(...answers) - began;
}

/** The same without the uploader. */
async function byPool({ files, bytes, parallel, form }: Work): Promise<number> {
	const content = "x".repeat(bytes - 6);
	const all = Array.from({ length: files }, (_, n) => new File([`${n}`.padStart(6), content], `${n}.txt`));
	const began = performance.now();
	const manifest = { files: all.map(({ name, size }) => ({ name, size })) };
	const announced = await fetch("/api/batches/pool", {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify(manifest),
	});
	const { files: numbers } = (await announced.json()) as { files: number[] };
	let next = 0;
	const lane = async () => {
		while (next < files) {
			const body = new FormData();
			for (const end = Math.min(files, next + form); next < end; next++)
				body.append(String(numbers[next]), all[next] ?? new File([], ""));
			await (await fetch("/api/batches/pool/files", { method: "POST", body })).text();
		}
	};
	await Promise.all(Array.from({ length: parallel }, lane));
	return performance.now() - began;
}

/** Runs `work` in a new session. */
async function inPage(browser: Browser, url: string, work: (page: Page) => Promise<number>): Promise<number> {
	const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
	const page = await context.newPage();
	await page.goto(url);
	await page.getByRole("status").filter({ hasText: "Live" }).waitFor();
	const took = await work(page);
	await context.close();
	return took;
}

await setup();
printMachine();
const [server, browser] = await Promise.all([startDarkroom(), launchBrowser()]);
const [page = [], pool = []] = await inTurns(ROUNDS, [
	{ name: "page", run: () => inPage(browser, server.url, (page) => page.evaluate(byPage, WORK)) },
	{ name: "pool", run: () => inPage(browser, server.url, (page) => page.evaluate(byPool, WORK)) },
]);
await Promise.all([server.stop(), browser.close()]);

const ratio = median(page) / median(pool);
printTable(
	`${figure(FILES, 0)} files of ${figure(FILE_BYTES / 1000, 0)} kB, drop to last response, ${ROUNDS} alternating rounds; milliseconds: median (min–max)`,
	["by", "ms", "ratio to the pool", "budget"],
	[
		["the page", spread(page), figure(ratio), verdict(ratio, (value) => value <= BUDGET, `≤ ${BUDGET}`)],
		["a raw pool of `fetch`", spread(pool), "1", ""],
	],
);
