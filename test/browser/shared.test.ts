import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makePhoto } from "../fixtures/photo.ts";
import { launchBrowser } from "../support/browser/browser.ts";
import { startServer, type TestServer } from "../support/server/server.ts";
import { DarkroomPage, expectNoErrors, openDarkroom } from "./support/darkroom-page.ts";
import { violations } from "./support/violations.ts";

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(() => Promise.all([server.stop(), browser.close()]));

const TIMEOUT = { timeout: 60_000 };

test("a link shows one batch to a guest, live, until it is revoked", async () => {
	const owner = await openDarkroom(await browser.newContext({ reducedMotion: "reduce" }), server.url);
	const { page } = owner;
	const photo = { name: "beach.jpg", mimeType: "image/jpeg", buffer: Buffer.from(makePhoto(1).bytes) };
	await owner.pickFiles(photo);
	await owner.allDone(1);
	await page.getByRole("button", { name: /^Share / }).click();
	const dialog = page.getByRole("dialog", { name: /^Share / });
	await dialog.getByRole("checkbox").check();
	await dialog.getByRole("button", { name: "Create link" }).click();
	const address = await dialog.getByRole("textbox", { name: "Link" }).inputValue(TIMEOUT);
	expect(address.startsWith(`${server.url}/#share=`)).toBe(true);
	expect(await violations(page), "sharing").toEqual([]);

	// Reduced motion: elements that are fading in would fail the contrast rules.
	const guest = new DarkroomPage(await (await browser.newContext({ reducedMotion: "reduce" })).newPage());
	const requests: string[] = [];
	guest.page.on("request", (request) => requests.push(request.url()));
	await guest.page.goto(address);
	await guest.isConnected("Live");
	await guest.allDone(1);
	// The name is loaded with the details, once the row is in sight.
	await guest.page.getByRole("button", { name: "beach.jpg" }).waitFor(TIMEOUT);
	await guest.page.getByRole("list", { name: "Files" }).locator("img").waitFor(TIMEOUT);
	expect(await violations(guest.page), "a shared batch").toEqual([]);
	expect(await guest.page.getByRole("button").allTextContents()).toEqual(["beach.jpg"]);
	await guest.page.getByRole("button", { name: "beach.jpg" }).click();
	await guest.page.getByRole("heading", { name: "Facts" }).waitFor(TIMEOUT);
	expect(await violations(guest.page), "a shared file").toEqual([]);
	const saved = guest.page.waitForEvent("download", TIMEOUT);
	await guest.page.getByRole("button", { name: "Download original" }).click(TIMEOUT);
	expect((await saved).suggestedFilename()).toBe("beach.jpg");
	await guest.page.getByRole("button", { name: "Close" }).click();
	// The fragment of the URL is never sent, and no session is opened for a guest.
	expect(requests.filter((url) => url.includes("share=") && url !== address)).toEqual([]);
	expect(await guest.page.context().cookies()).toEqual([]);

	// A file is added to the batch and the batch is paused: the guest sees both.
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
	await guest.page.getByRole("button", { name: "later.jpg" }).waitFor(TIMEOUT);
	await page.evaluate((batch) => fetch(`/api/batches/${batch}/pause`, { method: "POST" }), key);
	await guest.page.getByText("Paused").first().waitFor(TIMEOUT);

	await dialog.getByRole("button", { name: /^Stop sharing/ }).click();
	await guest.page.getByRole("heading", { name: "This link no longer works" }).waitFor(TIMEOUT);
	await dialog.getByRole("button", { name: /^Stop sharing/ }).waitFor({ ...TIMEOUT, state: "detached" });
	// A truncated link, entered into the address bar of the owner's open page.
	await page.goto(address.slice(0, -3));
	await page.getByRole("heading", { name: "This link no longer works" }).waitFor(TIMEOUT);
	expectNoErrors(owner, guest);
});
