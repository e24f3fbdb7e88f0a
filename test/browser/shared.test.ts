import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makePhoto } from "../fixtures/photo.ts";
import { launchBrowser } from "../support/browser/browser.ts";
import { startServer, type TestServer } from "../support/server/server.ts";
import { DarkroomPage, expectNoTroubles, openDarkroom } from "./support/darkroom-page.ts";
import { violations } from "./support/violations.ts";

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(() => Promise.all([server.stop(), browser.close()]));

const PATIENCE = { timeout: 60_000 };

test("a link shows one drop to somebody else, live, until it is taken back", async () => {
	const owner = await openDarkroom(await browser.newContext({ reducedMotion: "reduce" }), server.url);
	const { page } = owner;
	const photo = { name: "beach.jpg", mimeType: "image/jpeg", buffer: Buffer.from(makePhoto(1).bytes) };
	await owner.pickFiles(photo);
	await owner.allDone(1);
	await page.getByRole("button", { name: /^Share / }).click();
	const dialog = page.getByRole("dialog", { name: /^Share / });
	await dialog.getByRole("checkbox").check();
	await dialog.getByRole("button", { name: "Make a link" }).click();
	const address = await dialog.getByRole("textbox", { name: "The link" }).inputValue(PATIENCE);
	expect(address.startsWith(`${server.url}/#share=`)).toBe(true);
	expect(await violations(page), "sharing").toEqual([]);

	// What is still fading in has no contrast yet, for a moment.
	const guest = new DarkroomPage(await (await browser.newContext({ reducedMotion: "reduce" })).newPage());
	const asked: string[] = [];
	guest.page.on("request", (request) => asked.push(request.url()));
	await guest.page.goto(address);
	await guest.isConnected("Live");
	await guest.allDone(1);
	// Its name comes with its details, once its row is in sight.
	await guest.page.getByRole("button", { name: "beach.jpg" }).waitFor(PATIENCE);
	await guest.page.getByRole("list", { name: "Files" }).locator("img").waitFor(PATIENCE);
	expect(await violations(guest.page), "a shared drop").toEqual([]);
	expect(await guest.page.getByRole("button").allTextContents()).toEqual(["beach.jpg"]);
	await guest.page.getByRole("button", { name: "beach.jpg" }).click();
	await guest.page.getByRole("heading", { name: "Facts" }).waitFor(PATIENCE);
	expect(await violations(guest.page), "a shared file").toEqual([]);
	const saved = guest.page.waitForEvent("download", PATIENCE);
	await guest.page.getByRole("button", { name: "Download original" }).click(PATIENCE);
	expect((await saved).suggestedFilename()).toBe("beach.jpg");
	await guest.page.getByRole("button", { name: "Close" }).click();
	// What stands behind the # is sent to nobody, and no session was opened for somebody who only looks.
	expect(asked.filter((url) => url.includes("share=") && url !== address)).toEqual([]);
	expect(await guest.page.context().cookies()).toEqual([]);

	// The owner pauses what somebody announces into the drop: the guest hears of it.
	const key = await page.evaluate(async () => {
		const { frames } = await (
			await fetch("/api/session/events", { headers: { accept: "application/json" } })
		).json();
		const found = frames[0].changes.find((change: { key?: string }) => change.key).key as string;
		await fetch(`/api/batches/${found}`, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify({ files: [{ name: "later.jpg", size: 4 }] }),
		});
		return found;
	});
	await guest.page.getByRole("button", { name: "later.jpg" }).waitFor(PATIENCE);
	await page.evaluate((batch) => fetch(`/api/batches/${batch}/pause`, { method: "POST" }), key);
	await guest.page.getByText("Paused").first().waitFor(PATIENCE);

	await dialog.getByRole("button", { name: /^Take back/ }).click();
	await guest.page.getByRole("heading", { name: "This link shows nothing any more" }).waitFor(PATIENCE);
	await dialog.getByRole("button", { name: /^Take back/ }).waitFor({ ...PATIENCE, state: "detached" });
	// A link that was cut short on its way, put into the address bar of the owner's open page.
	await page.goto(address.slice(0, -3));
	await page.getByRole("heading", { name: "This link shows nothing any more" }).waitFor(PATIENCE);
	expectNoTroubles(owner, guest);
});
