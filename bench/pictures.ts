import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makePhoto } from "../test/fixtures/photo.ts";
import { launchBrowser } from "../test/support/browser/browser.ts";
import { setup } from "../test/support/server/build.ts";
import { startServer } from "../test/support/server/server.ts";

/*
 * Not a benchmark: takes the README's screenshots from a real run of 490 generated photos. One during the run, then an open
 * photo, then the list on a phone.
 */

const PHOTOS = 490;

const PATIENCE_MS = 60_000;

function pathOf(name: string): string {
	return fileURLToPath(new URL(`../docs/${name}`, import.meta.url));
}

const temporary = await mkdtemp(join(tmpdir(), "darkroom-pictures-"));
const folder = join(temporary, "holiday");
await mkdir(folder);
for (let seed = 1; seed <= PHOTOS; seed++) {
	const { name, bytes } = makePhoto(seed);
	await writeFile(join(folder, name), bytes);
}
await setup();
const server = await startServer();
const browser = await launchBrowser();
try {
	const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: "dark" });
	const page = await context.newPage();
	const title = page.locator("#overall-title");
	await page.goto(server.url);
	await page.getByRole("status").filter({ hasText: "Live" }).waitFor({ timeout: PATIENCE_MS });
	await page.locator('[data-pick="folder"]').setInputFiles(folder);
	await title.filter({ hasText: /^[12]\d\d of/ }).waitFor({ timeout: PATIENCE_MS });
	await page.screenshot({ path: pathOf("page.png") });

	await title.filter({ hasText: "done" }).waitFor({ timeout: PATIENCE_MS });
	await page.getByRole("button", { name: "IMG_0002.jpg" }).click();
	await page
		.getByText("28 fields in all")
		.or(page.getByText("Camera"))
		.first()
		.waitFor({ timeout: PATIENCE_MS });
	await page.waitForTimeout(1000);
	await page.screenshot({ path: pathOf("photo.png") });

	const phone = await context.newPage();
	await phone.setViewportSize({ width: 360, height: 720 });
	await phone.goto(server.url);
	await phone.locator("#overall-title").filter({ hasText: "done" }).waitFor({ timeout: PATIENCE_MS });
	await phone.waitForLoadState("networkidle");
	await phone.screenshot({ path: pathOf("phone.png") });
} finally {
	await browser.close();
	await server.stop();
	await rm(temporary, { recursive: true });
}
