import { createHash } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BatchReply } from "../../src/protocol/http/reply.ts";
import { launchBrowser } from "../support/browser/browser.ts";
import { openSession, type TestSession } from "../support/server/client.ts";
import { startServer, type TestServer } from "../support/server/server.ts";
import type { ThirdPartyClients, UploadTarget } from "./third-party/clients.ts";
import { openThirdPartyPages, type ThirdPartyPage } from "./third-party/third-party-page.ts";

const MIB = 1024 * 1024;

/** Time for a client on a busy machine. */
const TIMEOUT_MS = 90_000;

let server: TestServer;
let browser: Browser;
let friend: ThirdPartyPage;
let stranger: ThirdPartyPage;
let session: TestSession;
let aim: UploadTarget;
beforeAll(async () => {
	const [pages, launched] = await Promise.all([openThirdPartyPages(2), launchBrowser()]);
	[friend, stranger] = pages as [ThirdPartyPage, ThirdPartyPage];
	browser = launched;
	server = await startServer({ vars: { ALLOWED_ORIGINS: friend.origin } });
	session = await openSession(server.url);
	aim = { endpoint: `${server.url}/api/uploads`, authorization: session.authorization };
});
afterAll(() => Promise.all([server.stop(), browser.close(), friend.close(), stranger.close()]));

declare const window: { readonly clients: ThirdPartyClients };

async function open(origin: string): Promise<Page> {
	const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
	page.setDefaultTimeout(TIMEOUT_MS);
	await page.goto(origin);
	await page.waitForFunction(() => "clients" in window);
	return page;
}

function sha256(bytes: Uint8Array): string {
	return createHash("sha256").update(bytes).digest("hex");
}

/** Names of a batch's files with the SHA-256 of their stored bytes. */
async function storedIn(batch: string): Promise<Record<string, string>> {
	const { files } = await session.json<BatchReply>(`/api/batches/${batch}`);
	const stored = files.map(async ({ n, name }) => {
		const original = await session.fetch(`/api/files/${n}/original`);
		return [name, sha256(new Uint8Array(await original.arrayBuffer()))] as const;
	});
	return Object.fromEntries(await Promise.all(stored));
}

describe("on a page of an allowed origin", () => {
	test("Uppy's Dashboard uploads large, small and empty files", async () => {
		const page = await open(friend.origin);
		await page.evaluate((aim) => window.clients.showDashboard(aim), aim);
		const files = [
			{ name: "small.txt", mimeType: "text/plain", buffer: Buffer.from("small") },
			{ name: "empty.txt", mimeType: "text/plain", buffer: Buffer.alloc(0) },
			{ name: "large.bin", mimeType: "application/octet-stream", buffer: Buffer.alloc(12 * MIB, "large") },
		];
		await page.locator("input.uppy-Dashboard-input").first().setInputFiles(files);
		await page.getByRole("button", { name: "Upload 3 files" }).click({ timeout: TIMEOUT_MS });
		await page.getByText("Complete", { exact: true }).first().waitFor({ timeout: TIMEOUT_MS });
		expect(await storedIn("dashboard")).toEqual(
			Object.fromEntries(files.map(({ name, buffer }) => [name, sha256(buffer)])),
		);
	});

	test("tus-js-client resumes after a reload where it stopped", async () => {
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
		expect(second.startedAt).toBeGreaterThanOrEqual(5 * MIB);
		const sent = new Uint8Array(bytes).map((_, at) => at % 251);
		expect(await storedIn("film")).toEqual({ "film.bin": sha256(sent) });
	});
});

describe("on a page of an origin that is not allowed", () => {
	test("the browser blocks a client even with a stolen credential", async () => {
		const page = await open(stranger.origin);
		const sent = await page.evaluate((aim) => window.clients.send(aim, 100), aim);
		expect(sent.done).toBe(false);
		expect(sent.problem).toMatch(/failed to create upload/);
	});
});
