import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page, Request } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MIB } from "../../src/protocol/limits.ts";
import { MAX_COPIED_BYTES } from "../../web/edges/storage/pending-files.ts";
import { launchBrowser, launchProfile } from "../support/browser/browser.ts";
import { startServer, type TestServer } from "../support/server/server.ts";
import { expectNoErrors, openDarkroom } from "./support/darkroom-page.ts";
import { stubFolderPicker } from "./support/folder-picker.ts";

/** Bytes per second. Pieces then take four seconds, with a pause after each in which a test can act. */
const SPEED_LIMIT = 2e6;
const PIECE_BYTES = 4 * SPEED_LIMIT;

let server: TestServer;
let browser: Browser;
let folder: string;
beforeAll(async () => {
	[server, browser, folder] = await Promise.all([
		startServer(),
		launchBrowser(),
		mkdtemp(join(tmpdir(), "darkroom-large-")),
	]);
});
afterAll(() => Promise.all([server.stop(), browser.close(), rm(folder, { recursive: true })]));

/** SHA-256 of the only file as the server has it, computed in the page. */
async function storedHash(page: Page): Promise<string> {
	return page.evaluate(async () => {
		const original = await fetch("/api/files/1/original");
		const digest = await crypto.subtle.digest("SHA-256", await original.arrayBuffer());
		return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
	});
}

/** Waits until the browser has stored its copy of the only file: a reload before that would lose it. */
async function isStoredForReload(page: Page): Promise<void> {
	await page.waitForFunction(async () => {
		const known = await indexedDB.databases();
		if (!known.some(({ name }) => name === "darkroom")) return false;
		return new Promise<boolean>((settle) => {
			const opening = indexedDB.open("darkroom");
			opening.onsuccess = () => {
				const counting = opening.result.transaction("files").objectStore("files").count();
				counting.onsuccess = () => {
					opening.result.close();
					settle(counting.result === 1);
				};
			};
		});
	});
}

test("a large upload resumes at its offset after a reload and after a killed server", async () => {
	const bytes = randomBytes(20 * MIB);
	const path = join(folder, "film.bin");
	await writeFile(path, bytes);
	const darkroom = await openDarkroom(browser, server.url);
	const { page } = darkroom;
	await page.evaluate(
		(speedLimit) => localStorage.setItem("darkroom-settings", JSON.stringify({ speedLimit })),
		SPEED_LIMIT,
	);
	await page.reload();
	await darkroom.isConnected("Live");
	const offsets: number[] = [];
	page.on("request", (request) => {
		if (request.method() === "PATCH") offsets.push(Number(request.headers()["upload-offset"]));
	});
	const isPiece = (request: Request) => request.method() === "PATCH";

	const firstPiece = page.waitForResponse((response) => isPiece(response.request()) && response.ok());
	await darkroom.pickFiles(path);
	await firstPiece;
	await isStoredForReload(page);

	const secondPiece = page.waitForRequest(isPiece);
	await page.reload();
	await secondPiece;
	await server.kill();
	await server.restart();

	await darkroom.allDone(1);
	expect(offsets.slice(0, 2)).toEqual([0, PIECE_BYTES]);
	expect(offsets.toSorted((a, b) => a - b)).toEqual(offsets);
	expect(await storedHash(page)).toBe(createHash("sha256").update(bytes).digest("hex"));
	expectNoErrors(darkroom);
});

test("a file too large for a copy in the browser, from a chosen folder, resumes after a reload by its handle", async () => {
	const profile = await launchProfile(join(folder, "profile"));
	const darkroom = await openDarkroom(profile, server.url);
	const { page } = darkroom;
	await stubFolderPicker(page, "films", { "films/film.bin": MAX_COPIED_BYTES + 1 });
	await darkroom.isConnected("Live");
	// It is enough that the upload begins.
	const begins = (request: Request) => request.method() === "POST" && request.url().endsWith("/api/uploads");
	await page.route("**/api/uploads", () => {});
	const first = page.waitForRequest(begins);
	await page.getByRole("button", { name: "Choose folder" }).click();
	const numberOf = async (request: Promise<Request>) => (await request).headers()["upload-metadata"];
	const number = await numberOf(first);
	await isStoredForReload(page);
	const again = page.waitForRequest(begins);
	await page.reload();
	expect(await numberOf(again)).toBe(number);
	expectNoErrors(darkroom);
	await profile.close();
});
