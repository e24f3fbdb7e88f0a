import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FORM_FILES } from "../../client/sending/upload-queue.ts";
import { launchBrowser } from "../support/browser/browser.ts";
import { startServer, type TestServer } from "../support/server/server.ts";
import { expectNoErrors, openDarkroom } from "./support/darkroom-page.ts";
import { type PhotoFolder, photoFolder } from "./support/photo-folder.ts";
import { holdFormsAfter } from "./support/request-gate.ts";

const PHOTOS = 100;

let server: TestServer;
let browser: Browser;
let folder: PhotoFolder;
beforeAll(async () => {
	[server, browser, folder] = await Promise.all([startServer(), launchBrowser(), photoFolder(PHOTOS)]);
});
afterAll(() => Promise.all([server.stop(), browser.close(), folder.remove()]));

describe("in two tabs at once", () => {
	test("a batch is paused in one, resumed in the other, and finishes", async () => {
		const first = await openDarkroom(browser, server.url);
		const second = await openDarkroom(first.page.context(), server.url);
		const gate = await holdFormsAfter(first.page, 0);
		await first.pickFolder(folder.path);
		await second.headlineIs(`0 of ${PHOTOS} files finished`);
		await second.page.getByRole("button", { name: `Pause ${folder.name}` }).click();
		await Promise.all([
			first.headlineIs(`0 done, ${PHOTOS} paused`),
			second.headlineIs(`0 done, ${PHOTOS} paused`),
		]);
		await expect.poll(() => first.page.title()).toBe("Paused · Darkroom");
		// Requests sent before the pause arrived still finish; no others start.
		expect(gate.held * FORM_FILES).toBeLessThan(PHOTOS);
		await gate.release();
		await first.page.getByRole("button", { name: `Resume ${folder.name}` }).click();
		await Promise.all([first.allDone(PHOTOS), second.allDone(PHOTOS)]);
		expectNoErrors(first, second);
	});

	test("one file is paused and the rest cancelled after a confirmation; then only that file finishes", async () => {
		const first = await openDarkroom(browser, server.url);
		const second = await openDarkroom(first.page.context(), server.url);
		const { page } = second;
		const gate = await holdFormsAfter(first.page, 0);
		await first.pickFolder(folder.path);
		await second.headlineIs(`0 of ${PHOTOS} files finished`);
		const [name = "", next = ""] = folder.names;
		await page.getByRole("button", { name: `Pause ${name}` }).click();
		await first.row(name).getByText("Paused").waitFor();
		await page.getByRole("button", { name: `Cancel ${next}` }).click();
		await first.row(next).getByText("Cancelled").waitFor();
		await page.getByRole("button", { name: /^Working/ }).click();
		await page.getByRole("button", { name: "Cancel all" }).click();
		const question = page.getByRole("dialog", { name: "Cancel all unfinished files?" });
		await question.getByRole("button", { name: "Keep going" }).click();
		await question.waitFor({ state: "hidden" });
		await second.headlineIs(`1 of ${PHOTOS} files finished`);
		await page.getByRole("button", { name: `Cancel ${folder.name}` }).click();
		await page.getByRole("dialog").getByRole("button", { name: "Cancel files" }).click();
		await Promise.all([
			first.headlineIs(`0 done, ${PHOTOS} cancelled`),
			second.headlineIs(`0 done, ${PHOTOS} cancelled`),
		]);
		await gate.release();
		// The first tab still has the file, so it need not be chosen again.
		await page.getByRole("button", { name: /^Cancelled/ }).click();
		await page.getByRole("button", { name: `Retry ${name}` }).click();
		const end = `1 done, ${PHOTOS - 1} cancelled`;
		await Promise.all([first.headlineIs(end), second.headlineIs(end)]);
		expectNoErrors(first, second);
	});
});

describe("leaving the page", () => {
	test("asks for confirmation while bytes are unsent, and not when all are sent", async () => {
		const darkroom = await openDarkroom(browser, server.url);
		const { page } = darkroom;
		const gate = await holdFormsAfter(page, 0);
		await darkroom.pickFolder(folder.path);
		await darkroom.headlineIs(`0 of ${PHOTOS} files finished`);
		// Browsers ask only on a page that had a user gesture.
		await page.getByRole("button", { name: /^Working/ }).click();
		const asked = page.waitForEvent("dialog");
		await page.close({ runBeforeUnload: true });
		const question = await asked;
		expect(question.type()).toBe("beforeunload");
		await question.dismiss();
		await gate.release();
		await darkroom.allDone(PHOTOS);
		const closed = page.waitForEvent("close");
		await page.close({ runBeforeUnload: true });
		await closed;
		expectNoErrors(darkroom);
	});
});

describe("settings", () => {
	test("are reachable by keyboard, survive a reload, and apply to every tab", async () => {
		const first = await openDarkroom(browser, server.url);
		const second = await openDarkroom(first.page.context(), server.url);
		const { page } = first;
		await page.getByRole("button", { name: "Settings" }).focus();
		await page.keyboard.press("Enter");
		const panel = page.getByRole("dialog", { name: "Settings" });
		const speed = panel.getByRole("combobox", { name: "Upload speed" });
		await speed.waitFor();
		await page.keyboard.press("Tab");
		await expect.poll(() => speed.evaluate((element) => element === document.activeElement)).toBe(true);
		await speed.selectOption({ index: 1 });
		await page.getByRole("button", { name: "Settings (upload speed is limited)" }).waitFor();
		await page.keyboard.press("Escape");
		await panel.waitFor({ state: "hidden" });
		await second.page.getByRole("button", { name: "Settings (upload speed is limited)" }).waitFor();
		await page.reload();
		await page.getByRole("button", { name: "Settings (upload speed is limited)" }).waitFor();
		expectNoErrors(first, second);
	});
});
