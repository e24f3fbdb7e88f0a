import { beforeEach, describe, expect, it } from "vitest";
import { ok } from "../../../../src/protocol/result.ts";
import { type Sender, Sending } from "../../../../web/models/sending/sender-proxy.ts";
import { settle } from "../../../client/support/fake-clock.ts";
import { FakeBrowser, FakePage, NO_COMMANDS, photo } from "../../support/fake-page.ts";
import { FakeSessionServer } from "../../support/fake-session-server.ts";

let server: FakeSessionServer;
let page: FakePage;
let fetched: number;
let woken: number;
/** What the commands were told. */
let ordered: string[];
/** Lets what sends arrive. */
let arrive: () => void;
let sending: Sending;
let sender: Sender;

beforeEach(() => {
	server = new FakeSessionServer();
	page = new FakePage(new FakeBrowser(), server);
	fetched = 0;
	woken = 0;
	ordered = [];
	const { uploads, outbox, reopening } = page;
	sender = {
		uploads,
		commands: {
			...NO_COMMANDS,
			async begin(session) {
				ordered.push(`begin ${session}`);
			},
			async send(does) {
				ordered.push(does);
				return ok(null);
			},
		},
		outbox,
		reopening,
		engine: { bytesPerSecond: null, wake: () => woken++ },
		readDrop: async ({ files }) => files.map((file) => ({ file })),
		readFiles: async (files) => files.map((file) => ({ file })),
		readHandles: async () => [],
	};
	const arrived = new Promise<void>((settled) => {
		arrive = settled;
	});
	sending = new Sending(async () => {
		fetched++;
		await arrived;
		return sender;
	});
});

describe("what sends, while it is on its way", () => {
	it("is fetched once, however many ask for it", async () => {
		const asked = [sending.load(), sending.load()];
		arrive();
		expect(await Promise.all(asked)).toEqual([sender, sender]);
		await sending.load();
		expect(fetched).toBe(1);
	});

	it("has nothing unsent, nothing failed and nothing to ask for", async () => {
		expect(sending.unsent.value).toBe(false);
		expect(sending.askable.value).toBe(0);
		expect(sending.canResend(1)).toBe(false);
		expect(await sending.resendAll(() => true)).toBe(0);
		sending.wake();
		await sending.allow();
	});

	it("learns the limit that was set before", async () => {
		sending.limit(1_000);
		arrive();
		await sending.load();
		expect(sender.engine.bytesPerSecond).toBe(1_000);
		sending.limit(null);
		expect(sender.engine.bytesPerSecond).toBe(null);
	});

	it("goes on with what an earlier page has left, of which the stream has told before it was there", async () => {
		const browser = new FakeBrowser();
		const before = new FakePage(browser, server);
		await before.drop("a.jpg");
		before.close();
		const after = new FakePage(browser, server, null);
		expect(after.queued).toEqual([]);
		const late = new Sending(async () => ({ ...sender, uploads: after.uploads, outbox: after.outbox }));
		late.begin("session");
		await after.rest();
		expect(after.queued).toEqual([]);
		await late.load();
		await after.rest();
		expect(after.queued).toEqual([1]);
		expect(late.unsent.value).toBe(true);
	});

	it("sends what was handed over meanwhile", async () => {
		const handed = sending.load().then(({ uploads }) => uploads.add([{ file: photo("a.jpg") }]));
		await settle();
		expect(page.queued).toEqual([]);
		arrive();
		await handed;
		await page.rest();
		expect(page.queued).toEqual([1]);
	});

	it("gives the orders that were given meanwhile, in the session that is open", async () => {
		sending.begin("session");
		const answer = sending.order("pause", "session");
		await settle();
		expect(ordered).toEqual([]);
		arrive();
		expect(await answer).toEqual(ok(null));
		expect(ordered).toEqual(["begin session", "pause"]);
	});

	it("knows no session that has ended before it was there", async () => {
		sending.begin("session");
		sending.clear();
		page.uploads.clear();
		arrive();
		await sending.load();
		await page.drop("a.jpg");
		expect(server.announced).toEqual([]);
	});
});
