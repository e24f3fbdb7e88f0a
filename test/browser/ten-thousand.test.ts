import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { expectNoTroubles, openDarkroom } from "./darkroom-page.ts";

const FILES = 10_000;

/** Elements in the page, however long the list is. */
const MAX_ELEMENTS = 500;

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(() => Promise.all([server.stop(), browser.close()]));

test("ten thousand files are listed, in a page that holds a few hundred elements, and the last is as near as the first", async () => {
	const darkroom = await openDarkroom(browser, server.url);
	const { page } = darkroom;
	await page.evaluate((count) => {
		const dropped = new DataTransfer();
		for (let n = 0; n < count; n++) dropped.items.add(new File([`${n}`], `${n}.txt`));
		window.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
	}, FILES);
	await page.locator(`[aria-setsize="${FILES}"]`).first().waitFor();
	expect(await page.locator("*").count()).toBeLessThan(MAX_ELEMENTS);
	await page.locator("[data-open]").first().focus();
	await page.keyboard.press("End");
	await page.getByRole("button", { name: "9999.txt", exact: true }).waitFor();
	expect(await page.locator(`[aria-posinset="${FILES}"]`).count()).toBe(1);
	expectNoTroubles(darkroom);
});
