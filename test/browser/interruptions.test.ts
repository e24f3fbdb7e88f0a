import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FORM_FILES } from "../../client/sending/upload-queue.ts";
import { launchBrowser } from "../support/browser/browser.ts";
import { startServer, type TestServer } from "../support/server/server.ts";
import { DarkroomPage, expectNoTroubles, openDarkroom } from "./support/darkroom-page.ts";
import { holdFormsAfter } from "./support/gate.ts";
import { type PhotoFolder, photoFolder } from "./support/photo-folder.ts";

/** Enough for several rounds of forms. */
const PHOTOS = 200;

/** Forms that are let through before the others are held, and what the page then says. */
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

describe("in the middle of a drop", () => {
	test("a reload loses nothing, sends nothing twice and goes on by itself", async () => {
		const darkroom = await openDarkroom(browser, server.url);
		const { page } = darkroom;
		const gate = await holdFormsAfter(page, LET_THROUGH);
		await darkroom.pickFolder(folder.path);
		await darkroom.says(IN_THE_MIDDLE);
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
		expectNoTroubles(darkroom);
	});

	test("a killed server is waited for, and then everything goes on", async () => {
		const darkroom = await openDarkroom(browser, server.url);
		const gate = await holdFormsAfter(darkroom.page, LET_THROUGH);
		await darkroom.pickFolder(folder.path);
		await darkroom.says(IN_THE_MIDDLE);
		await server.kill();
		await gate.release();
		await darkroom.isConnected("Offline");
		await server.restart();
		await darkroom.allDone(PHOTOS);
		await darkroom.isConnected("Live");
		expectNoTroubles(darkroom);
	});

	test("a lost network is said, and everything goes on when it is back", async () => {
		const darkroom = await openDarkroom(browser, server.url);
		const gate = await holdFormsAfter(darkroom.page, LET_THROUGH);
		await darkroom.pickFolder(folder.path);
		await darkroom.says(IN_THE_MIDDLE);
		await darkroom.page.context().setOffline(true);
		await darkroom.isConnected("Offline");
		await gate.release();
		await darkroom.page.context().setOffline(false);
		await darkroom.allDone(PHOTOS);
		await darkroom.isConnected("Live");
		expectNoTroubles(darkroom);
	});

	test("the tab is closed: another one takes over what is left", async () => {
		const first = await openDarkroom(browser, server.url);
		const second = await openDarkroom(first.page.context(), server.url);
		await holdFormsAfter(first.page, LET_THROUGH);
		await first.pickFolder(folder.path);
		await second.says(IN_THE_MIDDLE);
		await second.page.getByRole("button", { name: /^Working/ }).click();
		await second.page.getByText("Waiting for another tab").first().waitFor();
		await first.page.close();
		await second.allDone(PHOTOS);
		expectNoTroubles(first, second);
	});

	test("files whose bytes are nowhere wait, and are recognised when they are dropped again", async () => {
		const darkroom = await openDarkroom(browser, server.url);
		const { page } = darkroom;
		const gate = await holdFormsAfter(page, LET_THROUGH);
		await darkroom.pickFolder(folder.path);
		await darkroom.says(IN_THE_MIDDLE);
		await page.evaluate(async () => {
			for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
		});
		await gate.release().catch(() => {});
		await page.reload();
		const wanted = page.getByRole("region", { name: /files wanted again$/ });
		await wanted.getByText(/could not keep the bytes of IMG_/).waitFor();
		await wanted.getByRole("button", { name: "Show which" }).click();
		await page.getByText("Bytes missing").first().waitFor();
		await darkroom.pickFolder(folder.path);
		// The stored ones among them are not sent again.
		await darkroom.allDone(PHOTOS);
		expectNoTroubles(darkroom);
	});

	test("a file that vanished says so, and the others finish", async () => {
		const darkroom = await openDarkroom(browser, server.url);
		const gate = await holdFormsAfter(darkroom.page, 0);
		await darkroom.pickFolder(folder.path);
		await darkroom.says(/^0 of 200/);
		const name = folder.names.at(-1) ?? "";
		await rm(join(folder.path, name));
		await gate.release();
		await darkroom.says("199 done, 1 failed");
		await darkroom.page.getByRole("button", { name: /^Failed/ }).click();
		await expect.poll(() => darkroom.row(name).textContent()).toContain("can no longer be read");
		expectNoTroubles(darkroom);
	});
});

describe("without sockets", () => {
	test("the page polls and shows the same", async () => {
		const context = await browser.newContext();
		await context.routeWebSocket(/.*/, (socket) => socket.close({ code: 1011 }));
		const darkroom = new DarkroomPage(await context.newPage());
		await darkroom.page.goto(server.url);
		await darkroom.isConnected("Polling");
		await darkroom.pickFolder(folder.path);
		await darkroom.allDone(PHOTOS);
		expectNoTroubles(darkroom);
	});
});
