import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../support/browser/browser.ts";
import { startServer, type TestServer } from "../support/server/server.ts";
import { DarkroomPage, expectNoErrors, openDarkroom } from "./support/darkroom-page.ts";
import { type PhotoFolder, photoFolder } from "./support/photo-folder.ts";
import { holdRequestsAfter } from "./support/request-gate.ts";

const PHOTOS = 40;

let server: TestServer;
let browser: Browser;
let folder: PhotoFolder;
beforeAll(async () => {
	[server, browser, folder] = await Promise.all([startServer(), launchBrowser(), photoFolder(PHOTOS)]);
});
afterAll(() => Promise.all([server.stop(), browser.close(), folder.remove()]));

/** Whether the page has stored the current state of the session. */
function hasStoredEverything(page: Page): Promise<boolean> {
	return page.evaluate(async () => {
		const poll = await fetch("/api/session/events", { headers: { accept: "application/json" } });
		const { cursor } = (await poll.json()) as { cursor: string };
		const opening = indexedDB.open("darkroom-session");
		await new Promise((settle) => opening.addEventListener("success", settle));
		const reading = opening.result.transaction("head").objectStore("head").get(0);
		await new Promise((settle) => reading.addEventListener("success", settle));
		opening.result.close();
		const stored = reading.result?.cursor;
		return stored !== undefined && `${stored.epoch}.${stored.seq}` === cursor;
	});
}

/** A context in which WebSockets fail, as behind a proxy without support for them. */
async function withoutSockets(): Promise<BrowserContext> {
	const context = await browser.newContext();
	await context.routeWebSocket(/.*/, (socket) => socket.close({ code: 1011 }));
	return context;
}

describe("a reload", () => {
	test("shows the list before the server answers, and continues once it does", async () => {
		const darkroom = await openDarkroom(browser, server.url);
		const { page } = darkroom;
		await darkroom.pickFolder(folder.path);
		await darkroom.allDone(PHOTOS);
		await expect.poll(() => hasStoredEverything(page)).toBe(true);
		const gate = await holdRequestsAfter(page, "**/api/**", 0);
		await page.reload();
		await darkroom.allDone(PHOTOS);
		await expect.poll(() => darkroom.rows.first().textContent()).toMatch(/Done/);
		await expect.poll(() => darkroom.connection.textContent()).not.toContain("Live");
		await gate.release();
		await darkroom.isConnected("Live");
		await darkroom.allDone(PHOTOS);
		expectNoErrors(darkroom);
	});
});

describe("two tabs", () => {
	test("share one socket, and the second takes over when the first is closed", async () => {
		const first = await openDarkroom(browser, server.url);
		const context = first.page.context();
		const sockets: Page[] = [];
		context.on("page", (page) => page.on("websocket", () => sockets.push(page)));
		const second = await openDarkroom(context, server.url);
		await second.pickFolder(folder.path);
		await Promise.all([first.allDone(PHOTOS), second.allDone(PHOTOS)]);
		expect(sockets).toEqual([]);
		await first.page.close();
		await expect.poll(() => sockets.length).toBe(1);
		await second.isConnected("Live");
		await second.pickFiles({ name: "after.txt", mimeType: "text/plain", buffer: Buffer.from("text") });
		await second.allDone(PHOTOS + 1);
		expectNoErrors(first, second);
	});
});

describe("where sockets are blocked", () => {
	test("server-sent events deliver the updates", async () => {
		const context = await withoutSockets();
		const darkroom = new DarkroomPage(await context.newPage());
		const opened = darkroom.page.waitForRequest((request) => request.resourceType() === "eventsource");
		// Holds the uploads until the stream has switched: otherwise they could finish before.
		await darkroom.page.route("**/api/batches/*/files", async (route) => {
			await opened;
			await route.continue();
		});
		await darkroom.page.goto(server.url);
		await darkroom.isConnected("Polling");
		await darkroom.pickFolder(folder.path);
		await darkroom.allDone(PHOTOS);
		expectNoErrors(darkroom);
	});

	test("and events are blocked too, polls deliver them", async () => {
		const context = await withoutSockets();
		await context.route("**/api/session/events*", (route) =>
			route.request().resourceType() === "eventsource" ? route.abort() : route.continue(),
		);
		const darkroom = new DarkroomPage(await context.newPage());
		await darkroom.page.goto(server.url);
		await darkroom.isConnected("Polling");
		await darkroom.pickFolder(folder.path);
		await darkroom.allDone(PHOTOS);
		await darkroom.isConnected("Polling");
		expectNoErrors(darkroom);
	});
});
