import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../support/browser/browser.ts";
import { startServer, type TestServer } from "../support/server/server.ts";
import { expectNoErrors, openDarkroom } from "./support/darkroom-page.ts";
import { type PhotoFolder, photoFolder } from "./support/photo-folder.ts";

/** For something that takes a millisecond on a quiet machine. */
const TIMEOUT_MS = 60_000;

let server: TestServer;
let browser: Browser;
let folder: PhotoFolder;
beforeAll(async () => {
	[server, browser, folder] = await Promise.all([startServer(), launchBrowser(), photoFolder(60)]);
});
afterAll(() => Promise.all([server.stop(), browser.close(), folder.remove()]));

describe("a new user", () => {
	test("drops a folder and sees every file finish, live, in two tabs at once", async () => {
		const first = await openDarkroom(browser, server.url);
		const second = await openDarkroom(first.page.context(), server.url);
		await first.headlineIs("Drop photos, documents or videos here");
		await first.pickFolder(folder.path);
		await Promise.all([first.allDone(60), second.allDone(60)]);
		const firstRow = first.rows.first();
		await expect.poll(() => firstRow.textContent()).toContain(folder.names[0]);
		await expect.poll(() => firstRow.textContent()).toMatch(/Done · \d+ fields 100%/);
		await expect.poll(() => firstRow.getAttribute("aria-setsize")).toBe("60");
		await expect.poll(() => first.page.title()).toBe("60 done · Darkroom");
		await expect
			.poll(() => first.page.locator("[data-spoken]").textContent())
			.toBe("Finished. 60 files done.");
		expectNoErrors(first, second);
	});

	test("opens a file and sees its facts, also after a reload", async () => {
		const darkroom = await openDarkroom(browser, server.url);
		await darkroom.pickFolder(folder.path);
		await darkroom.allDone(60);
		const { page } = darkroom;
		const [name = ""] = folder.names;
		await darkroom.row(name).getByRole("button", { name, exact: true }).click();
		const panel = page.getByRole("dialog", { name });
		await panel.getByText("Camera", { exact: true }).waitFor();
		for (const text of ["Taken", "Location", "Completeness", "Confidence"])
			await expect.poll(() => panel.getByText(text, { exact: true }).count()).toBe(1);
		await panel.getByRole("img").waitFor();
		await panel.getByRole("searchbox").fill("ISO");
		await expect.poll(() => panel.getByRole("row").filter({ hasText: "ISO" }).count()).toBeGreaterThan(0);
		const [download] = await Promise.all([
			page.waitForEvent("download"),
			panel.getByRole("button", { name: "Download JSON" }).click(),
		]);
		expect(download.suggestedFilename()).toBe(`${name}.json`);
		await page.reload();
		await panel.getByText("Camera", { exact: true }).waitFor();
		await page.goBack();
		await panel.waitFor({ state: "hidden" });
		expectNoErrors(darkroom);
	});

	test("drops files without a folder, also duplicates and an empty one, and each becomes a file", async () => {
		const darkroom = await openDarkroom(browser, server.url);
		await darkroom.page.evaluate(() => {
			const dropped = new DataTransfer();
			for (const text of ["one", "two", ""]) dropped.items.add(new File([text], "notes.txt"));
			const event = new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true });
			window.dispatchEvent(event);
		});
		await darkroom.rows.nth(2).waitFor();
		await darkroom.headlineIs(/done/);
		await expect.poll(() => darkroom.rows.count()).toBe(3);
		expectNoErrors(darkroom);
	});

	test("drops files before the whole page was loaded, over a broken connection, and loses none", async () => {
		const darkroom = await openDarkroom(browser, server.url);
		const { page } = darkroom;
		let isBroken = true;
		let refused = 0;
		await page.route("**/create-sender*", (route) => {
			if (!isBroken) return route.continue();
			refused++;
			return route.abort();
		});
		await page.reload();
		await darkroom.isConnected("Live");
		await expect.poll(() => refused, { timeout: TIMEOUT_MS }).toBeGreaterThan(0);
		await page.evaluate(() => {
			const dropped = new DataTransfer();
			for (const text of ["one", "two"]) dropped.items.add(new File([text], `${text}.txt`));
			window.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, cancelable: true }));
		});
		await page.getByText("A part of this page could not be loaded.").waitFor();
		isBroken = false;
		await darkroom.allDone(2);
		expectNoErrors(darkroom);
	});

	test("filters, deletes one file, and finally deletes all", async () => {
		const darkroom = await openDarkroom(browser, server.url);
		const { page } = darkroom;
		await darkroom.pickFolder(folder.path);
		await darkroom.allDone(60);
		await page.getByRole("button", { name: /^Failed/ }).click();
		await page.getByText("No files here.").waitFor();
		await page.getByRole("button", { name: /^All/ }).click();
		await darkroom.rows.first().getByRole("button").first().click();
		await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
		await darkroom.allDone(59);
		await page.getByRole("button", { name: "Delete all files" }).click();
		await page.getByRole("dialog").getByRole("button", { name: "Delete all files" }).click();
		await darkroom.headlineIs("Drop photos, documents or videos here");
		await darkroom.isConnected("Live");
		await darkroom.pickFiles({ name: "after.txt", mimeType: "text/plain", buffer: Buffer.from("text") });
		await darkroom.headlineIs(/1 file done|1 done/);
		expectNoErrors(darkroom);
	});
});
