import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../support/browser/browser.ts";
import { startServer, type TestServer } from "../support/server/server.ts";
import { expectNoErrors, openDarkroom } from "./support/darkroom-page.ts";
import { stubFolderPicker } from "./support/folder-picker.ts";

/** More files in one folder than readEntries() returns per call (100 in Chromium). */
const MANY = 130;

const PATHS = [
	"trip/notes.txt",
	"trip/empty.txt",
	"trip/a b/ü & ñ/語.txt",
	...Array.from({ length: MANY }, (_, n) => `trip/many/${n}.txt`),
];

let server: TestServer;
let browser: Browser;
let folder: string;
beforeAll(async () => {
	[server, browser, folder] = await Promise.all([
		startServer(),
		launchBrowser(),
		mkdtemp(join(tmpdir(), "darkroom-folders-")),
	]);
	await mkdir(join(folder, "trip/nothing in here"), { recursive: true });
	for (const path of PATHS) {
		await mkdir(dirname(join(folder, path)), { recursive: true });
		await writeFile(join(folder, path), contentOf(path));
	}
});
afterAll(() => Promise.all([server.stop(), browser.close(), rm(folder, { recursive: true })]));

/** Drops files on the page as the mouse does. */
async function drop(page: Page, ...files: readonly string[]): Promise<void> {
	const devtools = await page.context().newCDPSession(page);
	const data = { items: [], files: [...files], dragOperationsMask: 1 };
	for (const type of ["dragEnter", "dragOver", "drop"] as const)
		await devtools.send("Input.dispatchDragEvent", { type, x: 400, y: 400, data });
}

function contentOf(path: string): string {
	return path.endsWith("empty.txt") ? "" : path;
}

/** Chooses the folder with the button, by keyboard, in a browser with the File System Access API. */
async function choose(page: Page): Promise<void> {
	await stubFolderPicker(page, "trip", Object.fromEntries(PATHS.map((path) => [path, contentOf(path)])));
	await page.getByRole("button", { name: "Choose folder" }).press("Enter");
}

/** Paths of the files that the server has. */
async function storedPaths(page: Page): Promise<string[]> {
	return page.evaluate(async () => {
		const events = await fetch("/api/session/events?wait=0", { headers: { accept: "application/json" } });
		const { frames } = (await events.json()) as { frames: { changes: { path?: string; name?: string }[] }[] };
		return frames.flatMap(({ changes }) =>
			changes.flatMap(({ path, name }) => (name === undefined ? [] : [path ?? name])),
		);
	});
}

test.each([
	["dropped", (page: Page, path: string) => drop(page, path)],
	["chosen", choose],
	["picked", (page: Page, path: string) => page.locator('[data-pick="folder"]').setInputFiles(path)],
])("a folder that is %s arrives with every file, and each in its folder", async (_, add) => {
	const darkroom = await openDarkroom(browser, server.url);
	await add(darkroom.page, join(folder, "trip"));
	await darkroom.headlineIs(
		new RegExp(`^${PATHS.length - 1} done, 1 failed|^All ${PATHS.length} files done`),
	);
	expect((await storedPaths(darkroom.page)).sort()).toEqual(PATHS.toSorted());
	expectNoErrors(darkroom);
});
