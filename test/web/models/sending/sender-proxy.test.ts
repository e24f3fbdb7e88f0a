import { beforeEach, describe, expect, it } from "vitest";
import { ok } from "../../../../src/protocol/result.ts";
import { type Sender, SenderProxy } from "../../../../web/models/sending/sender-proxy.ts";
import { settle } from "../../../client/support/fake-clock.ts";
import { FakeBrowser, FakePage, NO_COMMANDS, photo } from "../../support/fake-page.ts";
import { FakeSessionServer } from "../../support/fake-session-server.ts";

let server: FakeSessionServer;
let page: FakePage;
let fetched: number;
let woken: number;
/** Commands that reached the sender. */
let commands: string[];
/** Lets the sender finish loading. */
let loadSender: () => void;
let sending: SenderProxy;
let sender: Sender;

beforeEach(() => {
	server = new FakeSessionServer();
	page = new FakePage(new FakeBrowser(), server);
	fetched = 0;
	woken = 0;
	commands = [];
	const { uploads, outbox, reopener } = page;
	sender = {
		uploads,
		commands: {
			...NO_COMMANDS,
			async begin(session) {
				commands.push(`begin ${session}`);
			},
			async send(does) {
				commands.push(does);
				return ok(null);
			},
		},
		outbox,
		reopener: reopener,
		engine: { bytesPerSecond: null, wake: () => woken++ },
		readDrop: async ({ files }) => files.map((file) => ({ file })),
		readFiles: async (files) => files.map((file) => ({ file })),
		readHandles: async () => [],
	};
	const loaded = new Promise<void>((settled) => {
		loadSender = settled;
	});
	sending = new SenderProxy(async () => {
		fetched++;
		await loaded;
		return sender;
	});
});

describe("the sender, while it is loading", () => {
	it("is loaded once, however often it is requested", async () => {
		const asked = [sending.load(), sending.load()];
		loadSender();
		expect(await Promise.all(asked)).toEqual([sender, sender]);
		await sending.load();
		expect(fetched).toBe(1);
	});

	it("has nothing unsent, failed or waiting for permission", async () => {
		expect(sending.hasUnsent.value).toBe(false);
		expect(sending.awaitingPermission.value).toBe(0);
		expect(sending.canResend(1)).toBe(false);
		expect(await sending.resendAll(() => true)).toBe(0);
		sending.wake();
		await sending.requestPermission();
	});

	it("gets the speed limit that was set before", async () => {
		sending.setSpeedLimit(1_000);
		loadSender();
		await sending.load();
		expect(sender.engine.bytesPerSecond).toBe(1_000);
		sending.setSpeedLimit(null);
		expect(sender.engine.bytesPerSecond).toBe(null);
	});

	it("continues what an earlier page left, although the stream delivered it before the sender was loaded", async () => {
		const browser = new FakeBrowser();
		const before = new FakePage(browser, server);
		await before.drop("a.jpg");
		before.close();
		const after = new FakePage(browser, server, null);
		expect(after.enqueued).toEqual([]);
		const late = new SenderProxy(async () => ({ ...sender, uploads: after.uploads, outbox: after.outbox }));
		late.begin("session");
		await after.settle();
		expect(after.enqueued).toEqual([]);
		await late.load();
		await after.settle();
		expect(after.enqueued).toEqual([1]);
		expect(late.hasUnsent.value).toBe(true);
	});

	it("sends what was dropped meanwhile", async () => {
		const handed = sending.load().then(({ uploads }) => uploads.add([{ file: photo("a.jpg") }]));
		await settle();
		expect(page.enqueued).toEqual([]);
		loadSender();
		await handed;
		await page.settle();
		expect(page.enqueued).toEqual([1]);
	});

	it("sends the commands given meanwhile, in the open session", async () => {
		sending.begin("session");
		const answer = sending.sendCommand("pause", "session");
		await settle();
		expect(commands).toEqual([]);
		loadSender();
		expect(await answer).toEqual(ok(null));
		expect(commands).toEqual(["begin session", "pause"]);
	});

	it("does not begin a session that ended before it was loaded", async () => {
		sending.begin("session");
		sending.clear();
		page.uploads.clear();
		loadSender();
		await sending.load();
		await page.drop("a.jpg");
		expect(server.announced).toEqual([]);
	});
});
