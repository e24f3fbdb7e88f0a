import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeDocx, wordParagraph } from "../fixtures/office.ts";
import { makePdf } from "../fixtures/pdf.ts";
import { launchBrowser } from "../support/browser/browser.ts";
import { startServer, type TestServer } from "../support/server/server.ts";
import { expectNoErrors, openDarkroom } from "./support/darkroom-page.ts";

const PAGES = 90;

/** Pages of about a screen each; the last but one has a sentence that appears nowhere else. */
const PDF = makePdf({
	packed: true,
	pages: Array.from({ length: PAGES }, (_, page) => [
		...Array.from(
			{ length: 24 },
			(_, line) => `The keeper writes line ${line} of page ${page + 1} into his book.`,
		),
		...(page === PAGES - 2 ? ["Nobody ever heard the foghorn of the island."] : []),
	]),
});

const DOCX = makeDocx(
	[
		wordParagraph("Lamps", "berschrift1"),
		wordParagraph("A lamp burns oil."),
		wordParagraph("Horns", "berschrift1"),
		wordParagraph("The foghorn is a horn; see &lt;img src=x onerror=alert(1)&gt;."),
	].join(""),
);

/** Whether an element is visible in the window and in the scroll box around it. */
function isInSight(element: Locator): Promise<boolean> {
	return element.evaluate((inside) => {
		const { top, bottom } = inside.getBoundingClientRect();
		const box = inside.closest(".text")?.getBoundingClientRect();
		return box !== undefined && top >= box.top && bottom <= Math.min(box.bottom, window.innerHeight);
	});
}

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(() => Promise.all([server.stop(), browser.close()]));

test("a sentence is found and opened at its place, by keyboard", async () => {
	const darkroom = await openDarkroom(browser, server.url);
	const { page } = darkroom;
	await darkroom.pickFiles([
		{ name: "logbook.pdf", mimeType: "application/pdf", buffer: Buffer.from(PDF) },
		{ name: "contract.docx", mimeType: "", buffer: Buffer.from(DOCX) },
	]);
	await darkroom.allDone(2);

	await page.keyboard.press("/");
	const field = page.getByRole("combobox", { name: "Search documents, videos and photos" });
	await field.and(page.locator(":focus")).waitFor();
	const hits = page.getByRole("listbox", { name: "Results" }).getByRole("option");
	await page.keyboard.type('"heard');
	await page.getByRole("status").filter({ hasText: "A quotation mark is not closed." }).waitFor();
	await page.keyboard.press("ControlOrMeta+a");
	await page.keyboard.type("foghorn");
	await page.getByRole("status").filter({ hasText: "2 results" }).waitFor();
	const fromContract = hits.filter({ hasText: "contract.docx" });
	// Markup in a document is shown as text.
	await fromContract.filter({ hasText: "<img src=x onerror=alert(1)>" }).waitFor();
	await page.keyboard.type(" heard");
	await page.getByRole("status").filter({ hasText: "1 result" }).waitFor();
	await hits.and(page.locator('[aria-selected="true"]')).filter({ hasText: "Page 89" }).waitFor();
	await page.keyboard.press("Enter");

	const found = page.locator('.chunk[aria-current="location"]');
	await found.locator("mark").filter({ hasText: "foghorn" }).waitFor();
	await page.getByRole("region", { name: "Text of the document" }).and(page.locator(":focus")).waitFor();
	await expect.poll(() => isInSight(found.locator("mark").first()), { timeout: 30_000 }).toBe(true);
	// Only the chunks around it are rendered.
	expect(await page.locator(".chunk").count()).toBeLessThan(20);
	expectNoErrors(darkroom);
});

test("the history lists an upload, a heading scrolls to its place, and a keyword opens the search", async () => {
	const darkroom = await openDarkroom(browser, server.url, { width: 390, height: 844 });
	const { page } = darkroom;
	await darkroom.pickFiles([{ name: "contract.docx", mimeType: "", buffer: Buffer.from(DOCX) }]);
	await darkroom.allDone(1);
	await page.getByRole("button", { name: "Settings" }).click();
	await page.getByRole("button", { name: "Upload history" }).click();
	const past = page.getByRole("list", { name: "Uploads" }).getByRole("listitem");
	await past.filter({ hasText: "1 file, all done" }).filter({ hasText: "2 chunks" }).waitFor();
	await page.getByRole("button", { name: "Search in contract.docx" }).click();
	await page.getByRole("combobox", { name: "Upload" }).filter({ hasText: "contract.docx" }).waitFor();
	await page.getByRole("dialog", { name: "Search" }).getByRole("button", { name: "Close" }).click();
	await darkroom.row("contract.docx").getByRole("button", { name: "contract.docx", exact: true }).click();
	await page.locator(".outline > summary").click();
	await page.getByRole("button", { name: "Horns", exact: true }).click();
	await page
		.locator('.chunk[aria-current="location"]')
		.filter({ hasText: "The foghorn is a horn" })
		.waitFor();
	await page.getByRole("list", { name: "Keywords" }).getByRole("button").first().click();
	await page
		.getByRole("status")
		.filter({ hasText: /\d results?$/ })
		.waitFor();
	expectNoErrors(darkroom);
});
