import { launchBrowser } from "../test/support/browser/browser.ts";
import { setup } from "../test/support/server/build.ts";
import { figure, median, printMachine, printTable, spread, verdict } from "./support/report.ts";
import { ROUNDS } from "./support/rounds.ts";
import { startDarkroom } from "./support/servers.ts";

/*
 * Drops ten thousand files on the page: measures the time until its rows show, and its responsiveness during the upload,
 * compared with the same browser on an empty page, whose frame times show what the machine can do.
 */

const FILES = 10_000;

/** Milliseconds of the upload that are measured. */
const WATCHED_MS = 12_000;

/** The measurements of one drop, in milliseconds. */
interface PageMetrics {
	readonly rows: number;
	readonly longest: number;
	readonly frame: number;
}

/** Runs in the page. With a count of 0 nothing is dropped. */
async function measurePage({ count, watched }: { count: number; watched: number }): Promise<PageMetrics> {
	const dropped = new DataTransfer();
	for (let n = 0; n < count; n++) dropped.items.add(new File([`${n}`], `${n}.txt`));
	// Creating the test files does not count.
	await new Promise((resolve) => setTimeout(resolve, 1_000));
	const tasks: number[] = [];
	const frames: number[] = [];
	const observer = new PerformanceObserver((list) => {
		tasks.push(...list.getEntries().map(({ duration }) => duration));
	});
	observer.observe({ entryTypes: ["longtask"] });
	const start = performance.now();
	let rows = 0;
	if (count > 0) {
		window.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
		while (!document.querySelector(`[aria-setsize="${count}"]`)) await new Promise(requestAnimationFrame);
		rows = performance.now() - start;
	}
	let last = performance.now();
	while (performance.now() - start < watched) {
		await new Promise(requestAnimationFrame);
		frames.push(performance.now() - last);
		last = performance.now();
	}
	frames.sort((a, b) => a - b);
	return { rows, longest: Math.max(0, ...tasks), frame: frames[Math.floor(frames.length * 0.95)] ?? 0 };
}

await setup();
printMachine();
const [server, browser] = await Promise.all([startDarkroom(), launchBrowser()]);
const empty: PageMetrics[] = [];
const full: PageMetrics[] = [];
for (let round = 0; round < ROUNDS; round++) {
	for (const [count, measured] of [
		[0, empty],
		[FILES, full],
	] as const) {
		const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
		const page = await context.newPage();
		await page.goto(count === 0 ? "about:blank" : server.url);
		if (count > 0) await page.getByRole("status").filter({ hasText: "Live" }).waitFor();
		measured.push(await page.evaluate(measurePage, { count, watched: count === 0 ? 3_000 : WATCHED_MS }));
		await context.close();
	}
}
await Promise.all([server.stop(), browser.close()]);

const of = (measured: readonly PageMetrics[], what: keyof PageMetrics) => measured.map((one) => one[what]);
const budget = (what: keyof PageMetrics, most: number, text: string) =>
	verdict(median(of(full, what)), (value) => value <= most, text);
printTable(
	`${figure(FILES, 0)} files dropped, ${ROUNDS} rounds; milliseconds: median (min–max)`,
	["what", "page", "empty page", "budget"],
	[
		["until the rows are shown", spread(of(full, "rows")), "", budget("rows", 100, "< 100 ms")],
		[
			"longest task",
			spread(of(full, "longest")),
			spread(of(empty, "longest")),
			budget("longest", 50, "≤ 50 ms"),
		],
		[
			"frame, 95th percentile",
			spread(of(full, "frame")),
			spread(of(empty, "frame")),
			budget("frame", 20, "≤ 20 ms"),
		],
	],
);
