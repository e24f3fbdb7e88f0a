import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../support/browser/browser.ts";
import { startServer, type TestServer } from "../support/server/server.ts";
import { type DarkroomPage, expectNoErrors, openDarkroom } from "./support/darkroom-page.ts";
import { holdFormsAfter } from "./support/request-gate.ts";

const FILES = 10_000;

/** Upper bound of elements in the page for any length of the list. */
const MAX_ELEMENTS = 500;

/** Upload forms let through before each interruption. */
const LET_THROUGH = 10;

/** All uploads take half a minute on a quiet machine, most of it in local storage, and far longer on a busy one. */
const TIMEOUT_MS = 300_000;

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(() => Promise.all([server.stop(), browser.close()]));

/** Drops ten thousand files of one byte that is not text, so that reading them costs next to nothing. The files are the same on each call. */
async function drop({ page }: DarkroomPage): Promise<void> {
	await page.evaluate((count) => {
		const dropped = new DataTransfer();
		const lastModified = 1_700_000_000_000;
		for (let n = 0; n < count; n++)
			dropped.items.add(new File([new Uint8Array(1)], `${n}.bin`, { lastModified }));
		window.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
	}, FILES);
}

test("a list of ten thousand files renders a few hundred elements, and the keyboard reaches the last file", async () => {
	const darkroom = await openDarkroom(browser, server.url);
	const { page } = darkroom;
	// This test is about the list only.
	await holdFormsAfter(page, 0);
	await drop(darkroom);
	await page.locator(`[aria-setsize="${FILES}"]`).first().waitFor();
	await expect.poll(() => page.locator("*").count()).toBeLessThan(MAX_ELEMENTS);
	await page.locator("[data-open]").first().focus();
	await page.keyboard.press("End");
	await page.getByRole("button", { name: "9999.bin", exact: true }).waitFor();
	await expect.poll(() => page.locator(`[aria-posinset="${FILES}"]`).count()).toBe(1);
	expectNoErrors(darkroom);
});

test("ten thousand files are uploaded despite a reload and a lost network, and none twice", {
	timeout: TIMEOUT_MS,
}, async () => {
	const darkroom = await openDarkroom(browser, server.url);
	const { page } = darkroom;
	const first = await holdFormsAfter(page, LET_THROUGH);
	await drop(darkroom);
	await darkroom.headlineIs(/^[1-9][\d,]* of 10,000 files finished/);
	await first.release();
	const second = await holdFormsAfter(page, LET_THROUGH);
	await page.reload();
	await expect.poll(() => second.held, { timeout: TIMEOUT_MS }).toBeGreaterThan(0);
	await page.context().setOffline(true);
	await darkroom.isConnected("Offline");
	await second.release();
	await page.context().setOffline(false);
	// Files that the browser had not stored before the reload are missing; the same drop uploads only those.
	const settled = darkroom.title.filter({ hasText: /^All 10,000 files done|missing/ });
	await settled.waitFor({ timeout: TIMEOUT_MS });
	if (/missing/.test((await settled.textContent()) ?? "")) await drop(darkroom);
	await darkroom.title.filter({ hasText: "All 10,000 files done" }).waitFor({ timeout: TIMEOUT_MS });
	expectNoErrors(darkroom);
});
