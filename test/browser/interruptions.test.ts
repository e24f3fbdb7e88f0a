import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FORM_FILES } from "../../client/sending/upload-queue.ts";
import { launchBrowser } from "../support/browser/browser.ts";
import { startServer, type TestServer } from "../support/server/server.ts";
import { DarkroomPage, expectNoErrors, openDarkroom } from "./support/darkroom-page.ts";
import { type PhotoFolder, photoFolder } from "./support/photo-folder.ts";
import { holdFormsAfter } from "./support/request-gate.ts";

/** Enough for several upload forms. */
const PHOTOS = 200;

/** Upload forms let through before the others are held, and the headline at that point. */
const LET_THROUGH = 3;
const IN_THE_MIDDLE = new RegExp(`^${LET_THROUGH * FORM_FILES} of ${PHOTOS}`);

let server: TestServer;
let browser: Browser;
let folder: PhotoFolder;
beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(() => Promise.all([server.stop(), browser.close()]));
beforeEach(async () => {
	folder = await photoFolder(PHOTOS);
});
afterEach(() => folder.remove());

describe("in the middle of an upload", () => {
	test("a reload loses no file, uploads none twice and continues by itself", async () => {
		const darkroom = await openDarkroom(browser, server.url);
		const { page } = darkroom;
		const gate = await holdFormsAfter(page, LET_THROUGH);
		await darkroom.pickFolder(folder.path);
		await darkroom.headlineIs(IN_THE_MIDDLE);
		await gate.release().catch(() => {});
		let forms = 0;
		page.on("request", (request) => {
			if (request.method() === "POST" && /\/files$/.test(request.url())) forms++;
		});
		await page.reload();
		await darkroom.allDone(PHOTOS);
		expect(forms).toBeLessThanOrEqual(Math.ceil(PHOTOS / FORM_FILES));
		const names = await page.evaluate(async () => {
			const events = await fetch("/api/session/events?wait=0", { headers: { accept: "application/json" } });
			const { frames } = (await events.json()) as {
				frames: { changes: { file?: number; name?: string }[] }[];
			};
			return frames.flatMap(({ changes }) => changes.flatMap(({ file, name }) => (file ? [name] : [])));
		});
		expect(names.sort()).toEqual(folder.names);
		expectNoErrors(darkroom);
	});

	test("uploading continues when a killed server is back", async () => {
		const darkroom = await openDarkroom(browser, server.url);
		const gate = await holdFormsAfter(darkroom.page, LET_THROUGH);
		await darkroom.pickFolder(folder.path);
		await darkroom.headlineIs(IN_THE_MIDDLE);
		await server.kill();
		await gate.release();
		await darkroom.isConnected("Offline");
		await server.restart();
		await darkroom.allDone(PHOTOS);
		await darkroom.isConnected("Live");
		expectNoErrors(darkroom);
	});

	test("a lost network is shown, and uploading continues when it is back", async () => {
		const darkroom = await openDarkroom(browser, server.url);
		const gate = await holdFormsAfter(darkroom.page, LET_THROUGH);
		await darkroom.pickFolder(folder.path);
		await darkroom.headlineIs(IN_THE_MIDDLE);
		await darkroom.page.context().setOffline(true);
		await darkroom.isConnected("Offline");
		await gate.release();
		await darkroom.page.context().setOffline(false);
		await darkroom.allDone(PHOTOS);
		await darkroom.isConnected("Live");
		expectNoErrors(darkroom);
	});

	test("another tab takes over when the tab is closed", async () => {
		const first = await openDarkroom(browser, server.url);
		const second = await openDarkroom(first.page.context(), server.url);
		await holdFormsAfter(first.page, LET_THROUGH);
		await first.pickFolder(folder.path);
		await second.headlineIs(IN_THE_MIDDLE);
		await second.page.getByRole("button", { name: /^Working/ }).click();
		await second.page.getByText("Uploading in another tab").first().waitFor();
		await first.page.close();
		await second.allDone(PHOTOS);
		expectNoErrors(first, second);
	});

	test("files that the browser lost are shown as missing, and are recognised when they are chosen again", async () => {
		const darkroom = await openDarkroom(browser, server.url);
		const { page } = darkroom;
		const gate = await holdFormsAfter(page, LET_THROUGH);
		await darkroom.pickFolder(folder.path);
		await darkroom.headlineIs(IN_THE_MIDDLE);
		await page.evaluate(async () => {
			for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
		});
		await gate.release().catch(() => {});
		await page.reload();
		const missing = page.getByRole("region", { name: /files are missing$/ });
		await missing.getByText(/no longer has IMG_/).waitFor();
		await missing.getByRole("button", { name: "Show them" }).click();
		await darkroom.rows.first().getByText("Missing").waitFor();
		await darkroom.pickFolder(folder.path);
		// Those that the server already has are not uploaded again.
		await darkroom.allDone(PHOTOS);
		expectNoErrors(darkroom);
	});

	test("a file that was deleted fails with that reason, and the others finish", async () => {
		const darkroom = await openDarkroom(browser, server.url);
		const gate = await holdFormsAfter(darkroom.page, 0);
		await darkroom.pickFolder(folder.path);
		await darkroom.headlineIs(/^0 of 200/);
		const name = folder.names.at(-1) ?? "";
		await rm(join(folder.path, name));
		await gate.release();
		await darkroom.headlineIs("199 done, 1 failed");
		await darkroom.page.getByRole("button", { name: /^Failed/ }).click();
		await expect.poll(() => darkroom.row(name).textContent()).toContain("can no longer be read");
		expectNoErrors(darkroom);
	});
});

describe("without sockets", () => {
	test("the page polls instead", async () => {
		const context = await browser.newContext();
		await context.routeWebSocket(/.*/, (socket) => socket.close({ code: 1011 }));
		const darkroom = new DarkroomPage(await context.newPage());
		await darkroom.page.goto(server.url);
		await darkroom.isConnected("Polling");
		await darkroom.pickFolder(folder.path);
		await darkroom.allDone(PHOTOS);
		expectNoErrors(darkroom);
	});
});
