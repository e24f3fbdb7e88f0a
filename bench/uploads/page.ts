import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { launchBrowser } from "../../test/support/browser/browser.ts";
import { startTusServer } from "../rivals/tus-server.ts";
import { figure, median, printMachine, printTable, spread } from "../support/report.ts";
import { inTurns, rounds } from "../support/rounds.ts";
import { startDarkroom } from "../support/servers.ts";

/*
 * Darkroom's page, compared with Uppy's Dashboard with tus in the same browser with the same files: the time to add them, the
 * longest time for which the page was unresponsive, the time until all are uploaded, and the page's memory. Uppy
 * sends to @tus/server, its own counterpart; Darkroom also reads every file meanwhile, and reports it live.
 */

/** Files that are added and uploaded. `FILES=10000` takes minutes with Uppy. */
const FILES = Number(process.env.FILES) || 1_000;

/** Files that are only added. `MANY=2000` for fewer. */
const MANY = Number(process.env.MANY) || 10_000;

const FILE_BYTES = 10_000;
const ROUNDS = rounds(2);

/** Milliseconds between two samples of the heap. */
const LOOK_MS = 250;

/** Milliseconds after adding during which long tasks still count, when the upload is not awaited. */
const AFTER_MS = 3_000;

/** Timeout of every wait, in milliseconds: Uppy needs minutes for ten thousand files. */
const PATIENCE_MS = 900_000;

const UPPY = fileURLToPath(new URL("../rivals/uppy", import.meta.url));
const BUILT = fileURLToPath(new URL("../rivals/dist", import.meta.url));

/** The files to add to a page, and whether to upload them. */
interface Task {
	readonly count: number;
	readonly bytes: number;
	readonly uploads: boolean;
}

/** Measurements of adding and uploading, in milliseconds and MiB of heap. */
interface PageMetrics {
	readonly added: number;
	readonly longest: number;
	readonly finished: number;
	readonly heap: number;
}

/** A page that uploads files. */
interface Rival {
	readonly name: string;
	readonly url: string;
	/** Resolves when the page is ready for files. */
	ready(page: Page): Promise<unknown>;
	/** Runs in the page: adds files, and resolves when their rows are shown. */
	add(task: Task): Promise<void>;
	/** Resolves when all are uploaded. */
	finish(page: Page, count: number): Promise<unknown>;
}

declare global {
	interface Window {
		uppy: {
			addFiles(files: readonly object[]): void;
			upload(): Promise<unknown>;
		};
		/** The duration of every long task since `begin`, in milliseconds. */
		longTasks: number[];
		/** Starts the measurement, after the test files are created. What the inspector runs does not count as a task. */
		begin(): Promise<void>;
	}
}

async function dropOnDarkroom({ count, bytes }: Task): Promise<void> {
	const content = "x".repeat(bytes - 6);
	const dropped = new DataTransfer();
	for (let n = 0; n < count; n++)
		dropped.items.add(new File([`${n}`.padStart(6), content], `${n}.txt`, { type: "text/plain" }));
	await window.begin();
	performance.mark("added-begin");
	window.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
	while (!document.querySelector(`[aria-setsize="${count}"]`)) await new Promise(requestAnimationFrame);
	performance.measure("added", "added-begin");
}

async function addToUppy({ count, bytes, uploads }: Task): Promise<void> {
	const content = "x".repeat(bytes - 6);
	const files = Array.from({ length: count }, (_, n) => ({
		name: `${n}.txt`,
		type: "text/plain",
		data: new File([`${n}`.padStart(6), content], `${n}.txt`, { type: "text/plain" }),
	}));
	await window.begin();
	performance.mark("added-begin");
	window.uppy.addFiles(files);
	while (!document.querySelector(".uppy-Dashboard-Item")) await new Promise(requestAnimationFrame);
	performance.measure("added", "added-begin");
	if (uploads) void window.uppy.upload();
}

/** Runs in the page before anything else: records every task of more than 50 ms. */
function watchTasks(): void {
	window.longTasks = [];
	new PerformanceObserver((list) => {
		window.longTasks.push(...list.getEntries().map(({ duration }) => duration));
	}).observe({ entryTypes: ["longtask"] });
	window.begin = async () => {
		await new Promise((rest) => setTimeout(rest, 1_000));
		window.longTasks = [];
	};
}

async function measurePage(browser: Browser, rival: Rival, task: Task): Promise<PageMetrics> {
	const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
	const page = await context.newPage();
	page.setDefaultTimeout(PATIENCE_MS);
	const inspector = await context.newCDPSession(page);
	await page.addInitScript(watchTasks);
	await page.goto(rival.url);
	await rival.ready(page);
	let heap = 0;
	const look = async () => {
		const { usedSize } = await inspector.send("Runtime.getHeapUsage");
		heap = Math.max(heap, usedSize / 2 ** 20);
	};
	const looking = setInterval(() => void look().catch(() => {}), LOOK_MS);
	const began = performance.now();
	await page.evaluate(rival.add, task);
	if (task.uploads) await rival.finish(page, task.count);
	else await page.waitForTimeout(AFTER_MS);
	const finished = performance.now() - began;
	clearInterval(looking);
	const { added, longest } = await page.evaluate(() => ({
		added: performance.getEntriesByName("added")[0]?.duration ?? Number.NaN,
		longest: Math.max(0, ...window.longTasks),
	}));
	await context.close();
	return { added, longest, finished, heap };
}

function darkroomAt(url: string): Rival {
	return {
		name: "Darkroom",
		url,
		ready: (page) => page.getByRole("status").filter({ hasText: "Live" }).waitFor(),
		add: dropOnDarkroom,
		finish: (page, count) =>
			page
				.getByRole("heading", { level: 2 })
				.filter({ hasText: `All ${count.toLocaleString("en")} files done` })
				.first()
				.waitFor(),
	};
}

function uppyAt(url: string): Rival {
	return {
		name: "Uppy",
		url,
		ready: (page) => page.locator(".uppy-Dashboard-inner").waitFor(),
		add: addToUppy,
		finish: (page) => page.locator(".uppy-StatusBar.is-complete").waitFor(),
	};
}

process.env.NODE_ENV = "production";
await build({
	root: UPPY,
	base: "./",
	configFile: false,
	logLevel: "warn",
	build: { outDir: BUILT, emptyOutDir: true },
});
printMachine();
const [darkroom, tus, browser] = await Promise.all([startDarkroom(), startTusServer(BUILT), launchBrowser()]);
const rivals = [darkroomAt(darkroom.url), uppyAt(tus.url)];
const sidesOf = (task: Task) =>
	rivals.map((rival) => ({ name: rival.name, run: () => measurePage(browser, rival, task) }));
const done = await inTurns(ROUNDS, sidesOf({ count: FILES, bytes: FILE_BYTES, uploads: true }), 0);
const many = await inTurns(ROUNDS, sidesOf({ count: MANY, bytes: FILE_BYTES, uploads: false }), 0);
await Promise.all([browser.close(), darkroom.stop(), tus.stop()]);

function row(
	label: string,
	measured: readonly (readonly PageMetrics[])[],
	what: keyof PageMetrics,
): string[] {
	const [ours = [], theirs = []] = measured.map((side) => side.map((one) => one[what]));
	const ratio = median(theirs) / median(ours);
	// Without any long task the ratio is undefined.
	return [label, spread(ours), spread(theirs), Number.isFinite(ratio) ? `${figure(ratio)} ×` : ""];
}

printTable(
	`${figure(FILE_BYTES / 1000, 0)} kB files in the page, ${ROUNDS} alternating rounds: median (min–max)`,
	["what", "Darkroom", "Uppy, Dashboard and tus", "Uppy ÷ Darkroom"],
	[
		row(`${figure(FILES, 0)} files: added, ms`, done, "added"),
		row("longest task, ms", done, "longest"),
		row("all uploaded, ms (Darkroom: and read)", done, "finished"),
		row("peak heap, MiB", done, "heap"),
		row(`${figure(MANY, 0)} files: added, ms`, many, "added"),
		row("longest task, ms", many, "longest"),
		row("peak heap, MiB", many, "heap"),
	],
);
