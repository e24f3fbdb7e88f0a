import { launchBrowser } from "./test/support/browser.ts";
import { startServer } from "./test/support/server.ts";

const server = await startServer();
const browser = await launchBrowser();
for (const [name, viewport] of [
	["d", { width: 1280, height: 900 }],
	["p", { width: 390, height: 844 }],
] as const) {
	const page = await (await browser.newContext({ viewport })).newPage();
	page.on("console", (m) => console.log(name, m.text()));
	page.on("pageerror", (m) => console.log(name, m.message));
	await page.goto(server.url);
	await page.waitForTimeout(1500);
	await page
		.locator('[data-pick="files"]')
		.setInputFiles([
			"/work/shared/data/media/talk.mp4",
			"/work/shared/data/media/talk.webm",
			"/work/shared/data/media/sample.flac",
		]);
	await page.waitForTimeout(4000);
	await page.screenshot({ path: `/tmp/rec-${name}0.png` });
	await page.getByRole("button", { name: "talk.mp4", exact: true }).click();
	await page.waitForTimeout(2500);
	await page.screenshot({ path: `/tmp/rec-${name}1.png` });
	await page.getByRole("treeitem").first().scrollIntoViewIfNeeded();
	await page.locator(".map").scrollIntoViewIfNeeded();
	await page.screenshot({ path: `/tmp/rec-${name}2.png` });
}
await browser.close();
await server.stop();
process.exit(0);
