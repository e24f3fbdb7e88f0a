import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../support/browser/browser.ts";
import { startServer, type TestServer } from "../support/server/server.ts";
import { type DarkroomPage, expectNoTroubles, openDarkroom } from "./support/darkroom-page.ts";
import { holdFormsAfter } from "./support/gate.ts";

const FILES = 10_000;

/** Elements in the page, however long the list is. */
const MAX_ELEMENTS = 500;

/** Forms that are let through before each interruption. */
const LET_THROUGH = 10;

/** Milliseconds for all of them: half a minute on a quiet machine, most of it the local storage's, far more on a busy one. */
const PATIENCE_MS = 300_000;

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(() => Promise.all([server.stop(), browser.close()]));

/** Drops ten thousand files of one byte that is no text, always the same ones: reading documents is not the matter here. */
async function drop({ page }: DarkroomPage): Promise<void> {
	await page.evaluate((count) => {
		const dropped = new DataTransfer();
		const lastModified = 1_700_000_000_000;
		for (let n = 0; n < count; n++)
			dropped.items.add(new File([new Uint8Array(1)], `${n}.bin`, { lastModified }));
		window.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
	}, FILES);
}

test("ten thousand files are listed, in a page that holds a few hundred elements, and the last is as near as the first", async () => {
	const darkroom = await openDarkroom(browser, server.url);
	const { page } = darkroom;
	// Only the list is looked at here.
	await holdFormsAfter(page, 0);
	await drop(darkroom);
	await page.locator(`[aria-setsize="${FILES}"]`).first().waitFor();
	await expect.poll(() => page.locator("*").count()).toBeLessThan(MAX_ELEMENTS);
	await page.locator("[data-open]").first().focus();
	await page.keyboard.press("End");
	await page.getByRole("button", { name: "9999.bin", exact: true }).waitFor();
	await expect.poll(() => page.locator(`[aria-posinset="${FILES}"]`).count()).toBe(1);
	expectNoTroubles(darkroom);
});

test("ten thousand files are uploaded to the end, through a reload and a lost network, and none twice", {
	timeout: PATIENCE_MS,
}, async () => {
	const darkroom = await openDarkroom(browser, server.url);
	const { page } = darkroom;
	const first = await holdFormsAfter(page, LET_THROUGH);
	await drop(darkroom);
	await darkroom.says(/^[1-9][\d,]* of 10,000 files finished/);
	await first.release();
	const second = await holdFormsAfter(page, LET_THROUGH);
	await page.reload();
	await expect.poll(() => second.held, { timeout: PATIENCE_MS }).toBeGreaterThan(0);
	await page.context().setOffline(true);
	await darkroom.isConnected("Offline");
	await second.release();
	await page.context().setOffline(false);
	// What the browser had no time to keep before the reload is wanted again; the same drop brings it, and nothing else.
	const settled = darkroom.title.filter({ hasText: /^All 10,000 files done|wanted again$/ });
	await settled.waitFor({ timeout: PATIENCE_MS });
	if (/wanted/.test((await settled.textContent()) ?? "")) await drop(darkroom);
	await darkroom.title.filter({ hasText: "All 10,000 files done" }).waitFor({ timeout: PATIENCE_MS });
	expectNoTroubles(darkroom);
});
