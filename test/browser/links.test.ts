import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makePhoto } from "../fixtures/photo.ts";
import { launchBrowser } from "../support/browser/browser.ts";
import { type BadServer, startBadServer } from "../support/server/bad-server.ts";
import { startServer, type TestServer } from "../support/server/server.ts";
import { expectNoErrors, openDarkroom } from "./support/darkroom-page.ts";

let elsewhere: BadServer;
let server: TestServer;
let browser: Browser;
beforeAll(async () => {
	[elsewhere, server, browser] = await Promise.all([
		startBadServer({ "/photo.jpg": makePhoto(1).bytes }),
		startServer({ vars: { ALLOW_PRIVATE_LINKS: "yes" } }),
		launchBrowser(),
	]);
});
afterAll(() => Promise.all([elsewhere.close(), server.stop(), browser.close()]));

test("links can be pasted anywhere or typed, and become files in the list", async () => {
	const darkroom = await openDarkroom(browser, server.url);
	const { page } = darkroom;
	await page.getByRole("button", { name: "Paste links" }).waitFor();
	// The event that Ctrl+V fires with text on the clipboard.
	await page.evaluate((text) => {
		const clipboardData = new DataTransfer();
		clipboardData.setData("text/plain", text);
		document.body.dispatchEvent(
			new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
		);
	}, `${elsewhere.url}/photo.jpg`);
	const dialog = page.getByRole("dialog", { name: "Add links" });
	const field = dialog.getByRole("textbox");
	await field.waitFor();
	await field.press("End");
	await field.pressSequentially(`\n${elsewhere.url}/gone.bin\nhello`);
	await dialog.getByText("“hello” is not a link.").waitFor();
	await dialog.getByRole("button", { name: "Add 2 links" }).waitFor();
	await field.press("Control+Enter");
	await darkroom.row("photo.jpg").getByText("Done").waitFor();
	await darkroom.row("gone.bin").getByText("has nothing at this address").waitFor();
	expect(await dialog.isVisible()).toBe(false);
	expectNoErrors(darkroom);
});
