import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FORM_FILES } from "../../client/sending/upload-queue.ts";
import { launchBrowser } from "../support/browser/browser.ts";
import { startServer, type TestServer } from "../support/server/server.ts";
import { expectNoTroubles, openDarkroom } from "./support/darkroom-page.ts";
import { holdFormsAfter } from "./support/gate.ts";
import { type PhotoFolder, photoFolder } from "./support/photo-folder.ts";

const PHOTOS = 100;

let server: TestServer;
let browser: Browser;
let folder: PhotoFolder;
beforeAll(async () => {
	[server, browser, folder] = await Promise.all([startServer(), launchBrowser(), photoFolder(PHOTOS)]);
});
afterAll(() => Promise.all([server.stop(), browser.close(), folder.remove()]));

describe("in two tabs at once", () => {
	test("a drop is paused in one, resumed in the other, and finishes", async () => {
		const first = await openDarkroom(browser, server.url);
		const second = await openDarkroom(first.page.context(), server.url);
		const gate = await holdFormsAfter(first.page, 0);
		await first.pickFolder(folder.path);
		await second.says(`0 of ${PHOTOS} files finished`);
		await second.page.getByRole("button", { name: `Pause ${folder.name}` }).click();
		await Promise.all([first.says(`0 done, ${PHOTOS} paused`), second.says(`0 done, ${PHOTOS} paused`)]);
		await expect.poll(() => first.page.title()).toBe("Paused · Darkroom");
		// What had left the tab before it heard of the pause arrives; nothing else leaves.
		expect(gate.held * FORM_FILES).toBeLessThan(PHOTOS);
		await gate.release();
		await first.page.getByRole("button", { name: `Resume ${folder.name}` }).click();
		await Promise.all([first.allDone(PHOTOS), second.allDone(PHOTOS)]);
		expectNoTroubles(first, second);
	});

	test("one file is paused and the rest cancelled, after asking; then it alone finishes", async () => {
		const first = await openDarkroom(browser, server.url);
		const second = await openDarkroom(first.page.context(), server.url);
		const { page } = second;
		const gate = await holdFormsAfter(first.page, 0);
		await first.pickFolder(folder.path);
		await second.says(`0 of ${PHOTOS} files finished`);
		const [name = "", next = ""] = folder.names;
		await page.getByRole("button", { name: `Pause ${name}` }).click();
		await first.row(name).getByText("Paused").waitFor();
		await page.getByRole("button", { name: `Cancel ${next}` }).click();
		await first.row(next).getByText("Cancelled").waitFor();
		await page.getByRole("button", { name: /^Working/ }).click();
		await page.getByRole("button", { name: "Cancel all" }).click();
		const question = page.getByRole("dialog", { name: "Cancel everything that is not finished?" });
		await question.getByRole("button", { name: "Go on" }).click();
		await question.waitFor({ state: "hidden" });
		await second.says(`1 of ${PHOTOS} files finished`);
		await page.getByRole("button", { name: `Cancel ${folder.name}` }).click();
		await page.getByRole("dialog").getByRole("button", { name: "Cancel them" }).click();
		await Promise.all([
			first.says(`0 done, ${PHOTOS} cancelled`),
			second.says(`0 done, ${PHOTOS} cancelled`),
		]);
		await gate.release();
		// The first tab still has its bytes, so nobody has to hand it over again.
		await page.getByRole("button", { name: /^Cancelled/ }).click();
		await page.getByRole("button", { name: `Retry ${name}` }).click();
		const end = `1 done, ${PHOTOS - 1} cancelled`;
		await Promise.all([first.says(end), second.says(end)]);
		expectNoTroubles(first, second);
	});
});

describe("leaving the page", () => {
	test("is asked about while bytes are unsent, and not when all are", async () => {
		const darkroom = await openDarkroom(browser, server.url);
		const { page } = darkroom;
		const gate = await holdFormsAfter(page, 0);
		await darkroom.pickFolder(folder.path);
		await darkroom.says(`0 of ${PHOTOS} files finished`);
		// Browsers ask only for a page that was used.
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
		expectNoTroubles(darkroom);
	});
});

describe("settings", () => {
	test("are reached by keyboard, remembered over a reload, and the same in every tab", async () => {
		const first = await openDarkroom(browser, server.url);
		const second = await openDarkroom(first.page.context(), server.url);
		const { page } = first;
		await page.getByRole("button", { name: "Settings" }).focus();
		await page.keyboard.press("Enter");
		const panel = page.getByRole("dialog", { name: "Settings" });
		const speed = panel.getByRole("combobox", { name: "Sending speed" });
		await speed.waitFor();
		await page.keyboard.press("Tab");
		await expect.poll(() => speed.evaluate((element) => element === document.activeElement)).toBe(true);
		await speed.selectOption({ index: 1 });
		await page.getByRole("button", { name: "Settings, sending speed is limited" }).waitFor();
		await page.keyboard.press("Escape");
		await panel.waitFor({ state: "hidden" });
		await second.page.getByRole("button", { name: "Settings, sending speed is limited" }).waitFor();
		await page.reload();
		await page.getByRole("button", { name: "Settings, sending speed is limited" }).waitFor();
		expectNoTroubles(first, second);
	});
});
