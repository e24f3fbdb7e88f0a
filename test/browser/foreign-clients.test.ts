import { createHash } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BatchReply } from "../../src/protocol/http/reply.ts";
import { launchBrowser } from "../support/browser/browser.ts";
import { openSession, type TestSession } from "../support/server/client.ts";
import { startServer, type TestServer } from "../support/server/server.ts";
import type { Aim, Clients } from "./foreign/clients.ts";
import { type ForeignPage, openForeignPages } from "./foreign/foreign-page.ts";

const MIB = 1024 * 1024;

/** Milliseconds for a client that is waited for on a busy machine. */
const PATIENCE_MS = 90_000;

let server: TestServer;
let browser: Browser;
let friend: ForeignPage;
let stranger: ForeignPage;
let session: TestSession;
let aim: Aim;
beforeAll(async () => {
	const [pages, launched] = await Promise.all([openForeignPages(2), launchBrowser()]);
	[friend, stranger] = pages as [ForeignPage, ForeignPage];
	browser = launched;
	server = await startServer({ vars: { ALLOWED_ORIGINS: friend.origin } });
	session = await openSession(server.url);
	aim = { endpoint: `${server.url}/api/uploads`, authorization: session.authorization };
});
afterAll(() => Promise.all([server.stop(), browser.close(), friend.close(), stranger.close()]));

declare const window: { readonly clients: Clients };

async function open(origin: string): Promise<Page> {
	const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
	page.setDefaultTimeout(PATIENCE_MS);
	await page.goto(origin);
	await page.waitForFunction(() => "clients" in window);
	return page;
}

function sha256(bytes: Uint8Array): string {
	return createHash("sha256").update(bytes).digest("hex");
}

/** Names of a batch's files with the digests of what is stored of them. */
async function storedIn(batch: string): Promise<Record<string, string>> {
	const { files } = await session.json<BatchReply>(`/api/batches/${batch}`);
	const stored = files.map(async ({ n, name }) => {
		const original = await session.fetch(`/api/files/${n}/original`);
		return [name, sha256(new Uint8Array(await original.arrayBuffer()))] as const;
	});
	return Object.fromEntries(await Promise.all(stored));
}

describe("on a page of another site that is allowed", () => {
	test("Uppy's Dashboard takes files from a person and uploads them, large, small and empty", async () => {
		const page = await open(friend.origin);
		await page.evaluate((aim) => window.clients.showDashboard(aim), aim);
		const files = [
			{ name: "small.txt", mimeType: "text/plain", buffer: Buffer.from("small") },
			{ name: "empty.txt", mimeType: "text/plain", buffer: Buffer.alloc(0) },
			{ name: "large.bin", mimeType: "application/octet-stream", buffer: Buffer.alloc(12 * MIB, "large") },
		];
		await page.locator("input.uppy-Dashboard-input").first().setInputFiles(files);
		await page.getByRole("button", { name: "Upload 3 files" }).click({ timeout: PATIENCE_MS });
		await page.getByText("Complete", { exact: true }).first().waitFor({ timeout: PATIENCE_MS });
		expect(await storedIn("dashboard")).toEqual(
			Object.fromEntries(files.map(({ name, buffer }) => [name, sha256(buffer)])),
		);
	});

	test("tus-js-client goes on after a reload where it had stopped", async () => {
		const page = await open(friend.origin);
		const bytes = 12 * MIB;
		const first = await page.evaluate(([aim, bytes, piece]) => window.clients.send(aim, bytes, piece), [
			aim,
			bytes,
			5 * MIB,
		] as const);
		expect(first).toMatchObject({ done: false });
		expect(first.problem).toBeUndefined();
		await page.reload();
		await page.waitForFunction(() => "clients" in window);
		const second = await page.evaluate(([aim, bytes]) => window.clients.send(aim, bytes), [
			aim,
			bytes,
		] as const);
		expect(second).toMatchObject({ done: true });
		expect(second.began).toBeGreaterThanOrEqual(5 * MIB);
		const sent = new Uint8Array(bytes).map((_, at) => at % 251);
		expect(await storedIn("film")).toEqual({ "film.bin": sha256(sent) });
	});
});

describe("on a page of another site that is not allowed", () => {
	test("a client with a stolen credential gets nothing from the browser", async () => {
		const page = await open(stranger.origin);
		const sent = await page.evaluate((aim) => window.clients.send(aim, 100), aim);
		expect(sent.done).toBe(false);
		expect(sent.problem).toMatch(/failed to create upload/);
	});
});
