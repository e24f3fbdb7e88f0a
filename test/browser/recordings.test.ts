import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeFilm } from "../fixtures/mp4.ts";
import { launchBrowser } from "../support/browser/browser.ts";
import { startServer, type TestServer } from "../support/server/server.ts";
import { expectNoErrors, openDarkroom } from "./support/darkroom-page.ts";

const LINES = [
	"Tomato plants need deep soil and warm soil.",
	"Healthy soil feeds the tomato roots slowly.",
	"Old leaves make the tomato soil richer.",
	"Tomato seeds like warm soil.",
	"The rocket engine burns liquid oxygen.",
	"A rocket engine needs cooling.",
	"Liquid oxygen boils in the rocket tank.",
	"Every rocket engine is tested with oxygen.",
];

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(() => Promise.all([server.stop(), browser.close()]));

test("the mind map of a video opens, folds and seeks the player, by keyboard", async () => {
	const darkroom = await openDarkroom(browser, server.url);
	const { page } = darkroom;
	const film = makeFilm({ title: "A talk", captions: LINES.map((line) => [5, line] as const) });
	await darkroom.pickFiles([{ name: "talk.mp4", mimeType: "video/mp4", buffer: Buffer.from(film) }]);
	await darkroom.allDone(1);
	await darkroom.row("talk.mp4").getByRole("button", { name: "talk.mp4", exact: true }).click();

	const map = page.getByRole("tree", { name: "Mind map" });
	const root = map.getByRole("treeitem", { name: "A talk" });
	await root.focus();
	const all = await map.getByRole("treeitem").count();
	await page.keyboard.press("ArrowRight");
	const topic = map.locator('[data-path="0"]');
	await topic.and(page.locator(":focus")).waitFor();
	await page.keyboard.press("Space");
	await topic.and(map.locator('[aria-expanded="false"]')).waitFor();
	await expect.poll(() => map.getByRole("treeitem").count()).toBeLessThan(all);
	await page.keyboard.press("ArrowRight");
	await topic.and(map.locator('[aria-expanded="true"]')).waitFor();
	await expect.poll(() => map.getByRole("treeitem").count()).toBe(all);

	await page.keyboard.press("End");
	await page.keyboard.press("Enter");
	const current = page.locator(".transcript [aria-current]").filter({ hasText: /rocket|oxygen/i });
	await current.waitFor();
	expectNoErrors(darkroom);
});
