import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../support/browser/browser.ts";
import { startServer, type TestServer } from "../support/server/server.ts";
import { expectNoErrors, openDarkroom } from "./support/darkroom-page.ts";
import { type PhotoFolder, photoFolder } from "./support/photo-folder.ts";
import { holdFormsAfter } from "./support/request-gate.ts";
import { violations } from "./support/violations.ts";

const PHONE = { width: 360, height: 740 };
const PHOTOS = 40;

let server: TestServer;
let browser: Browser;
let folder: PhotoFolder;
beforeAll(async () => {
	[server, browser, folder] = await Promise.all([startServer(), launchBrowser(), photoFolder(PHOTOS)]);
});
afterAll(() => Promise.all([server.stop(), browser.close(), folder.remove()]));

/** Text of the focused element. */
function focused(page: Page): Promise<string> {
	return page.evaluate(() => document.activeElement?.textContent ?? "");
}

/** Pixels by which the page overflows its window horizontally. */
function overflow(page: Page): Promise<number> {
	return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

describe.each([
	["a wide screen", { width: 1280, height: 800 }],
	["a phone", PHONE],
])("on %s", (_, viewport) => {
	test("no state of the page violates WCAG or overflows", async () => {
		// Reduced motion: elements that are fading in would fail the contrast rules.
		const context = await browser.newContext({ viewport, reducedMotion: "reduce" });
		const darkroom = await openDarkroom(context, server.url, viewport);
		const { page } = darkroom;
		expect(await violations(page), "empty").toEqual([]);
		expect(await overflow(page)).toBe(0);
		await page.getByRole("button", { name: "Settings" }).click();
		await page.getByRole("dialog", { name: "Settings" }).getByText("Connection").click();
		await page.getByText("WebSockets opened").waitFor();
		expect(await violations(page), "settings").toEqual([]);
		await page.keyboard.press("Escape");
		const gate = await holdFormsAfter(page, 0);
		await darkroom.pickFolder(folder.path);
		await page.getByRole("button", { name: `Pause ${folder.name}` }).click();
		await darkroom.headlineIs(/paused$/);
		expect(await violations(page), "paused").toEqual([]);
		expect(await overflow(page)).toBe(0);
		await page.getByRole("button", { name: "Cancel all" }).click();
		await page.getByRole("dialog").waitFor();
		expect(await violations(page), "cancelling").toEqual([]);
		await page.getByRole("button", { name: "Keep going" }).click();
		await gate.release();
		await page.getByRole("button", { name: "Resume all" }).click();
		await darkroom.pickFiles({ name: "empty.jpg", mimeType: "image/jpeg", buffer: Buffer.alloc(0) });
		await darkroom.headlineIs(`${PHOTOS} done, 1 failed`);
		expect(await violations(page), "list").toEqual([]);
		expect(await overflow(page)).toBe(0);
		await darkroom.rows.nth(2).getByRole("button").first().click();
		const panel = page.getByRole("dialog");
		await panel.getByText("Completeness", { exact: true }).waitFor();
		await panel.getByRole("searchbox").fill("a");
		expect(await violations(page), "panel").toEqual([]);
		if (viewport === PHONE) expect((await panel.boundingBox())?.width).toBe(PHONE.width);
		// In a search box with text, Escape clears the text first.
		await panel.getByRole("searchbox").fill("");
		await page.keyboard.press("Escape");
		await page.getByRole("button", { name: "Delete all files" }).click();
		expect(await violations(page), "question").toEqual([]);
		expectNoErrors(darkroom);
	});
});

describe("with the keyboard alone", () => {
	test("one can move through the list, open a file and return to its row", async () => {
		const darkroom = await openDarkroom(browser, server.url);
		const { page } = darkroom;
		await darkroom.pickFolder(folder.path);
		await darkroom.allDone(PHOTOS);
		await page.getByRole("button", { name: "Add links" }).focus();
		await page.keyboard.press("Tab");
		await expect.poll(() => focused(page)).toBe("Share");
		await page.keyboard.press("Tab");
		await expect.poll(() => focused(page)).toBe(folder.names[0]);
		for (let row = 1; row <= 10; row++) await page.keyboard.press("ArrowDown");
		await expect.poll(() => focused(page)).toBe(folder.names[10]);
		await page.keyboard.press("End");
		const last = folder.names.at(-1) ?? "";
		await expect.poll(() => focused(page)).toBe(last);
		await page.keyboard.press("Enter");
		const panel = page.getByRole("dialog", { name: last });
		await panel.waitFor();
		for (let press = 0; press < 12; press++) {
			await page.keyboard.press("Tab");
			expect(
				await panel.evaluate(
					(element) => element.contains(document.activeElement) || document.activeElement === document.body,
				),
			).toBe(true);
		}
		await page.keyboard.press("Escape");
		await panel.waitFor({ state: "hidden" });
		await expect.poll(() => focused(page)).toBe(last);
		await page.keyboard.press("Home");
		await expect.poll(() => focused(page)).toBe(folder.names[0]);
		expectNoErrors(darkroom);
	});
});

describe("with reduced motion", () => {
	test("nothing moves", async () => {
		const context = await browser.newContext({ reducedMotion: "reduce" });
		const darkroom = await openDarkroom(context, server.url);
		await darkroom.pickFiles({ name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("a") });
		await darkroom.rows.first().waitFor();
		const moving = await darkroom.page.evaluate(
			() =>
				document
					.getAnimations()
					.filter((animation) => Number(animation.effect?.getComputedTiming().activeDuration) > 0).length,
		);
		expect(moving).toBe(0);
	});
});
