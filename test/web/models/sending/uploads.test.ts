import { beforeEach, describe, expect, it } from "vitest";
import { MAX_BODY_BYTES, MAX_FILE_BYTES } from "../../../../src/protocol/limits.ts";
import { FakeBrowser, FakePage, photo } from "../../support/fake-page.ts";
import { FakeSessionServer } from "../../support/fake-session-server.ts";

let browser: FakeBrowser;
let server: FakeSessionServer;
let page: FakePage;

beforeEach(() => {
	browser = new FakeBrowser();
	server = new FakeSessionServer();
	page = new FakePage(browser, server);
});

describe("a drop", () => {
	it("has rows before the server answers, and never twice", async () => {
		server.deaf = 1;
		await page.drop("b.jpg", "a.jpg");
		expect(page.names()).toEqual(["a.jpg", "b.jpg"]);
		expect(page.session.order.value.every((n) => n < 0)).toBe(true);
		await page.clock.advance(20_000);
		expect(page.names()).toEqual(["a.jpg", "b.jpg"]);
		expect(page.session.order.value).toEqual([1, 2]);
		expect(page.session.counts.value.all).toBe(2);
	});

	it("announces under the same key until the server answers, then sends", async () => {
		server.deaf = 3;
		await page.drop("a.jpg");
		await page.clock.advance(60_000);
		expect(server.announced).toHaveLength(4);
		expect(new Set(server.announced).size).toBe(1);
		expect(page.queued).toEqual([1]);
	});

	it("of more files than a manifest holds becomes several batches", async () => {
		await page.drop(...Array.from({ length: 10_001 }, (_, at) => `${at}`));
		expect(new Set(server.announced).size).toBe(2);
		expect(page.queued).toHaveLength(10_001);
	});

	it("keeps empty files and twins", async () => {
		await page.drop(photo("a.jpg", ""), photo("a.jpg", ""));
		expect(page.queued).toEqual([1, 2]);
	});

	it("that the server refuses says so in its rows", async () => {
		server.refuses = 413;
		await page.drop("a.jpg");
		const [n = 0] = page.session.order.value;
		expect(page.session.view(n)?.local.problem?.detail).toBe("Too many files.");
		expect(page.session.counts.value.failed).toBe(1);
		expect(page.outbox.unsent.value).toBe(false);
	});

	it("of a session that the server has forgotten says so, instead of failing file by file", async () => {
		server.refuses = 401;
		await page.drop("a.jpg");
		expect(page.sessionEnded).toBe(true);
		expect(page.session.counts.value.failed).toBe(0);
	});

	it("sends a file of any length that can be announced, and says which are longer", async () => {
		const film = photo("film.mov");
		Object.defineProperty(film, "size", { value: MAX_BODY_BYTES + 1 });
		const tape = photo("tape.mov");
		Object.defineProperty(tape, "size", { value: MAX_FILE_BYTES + 1 });
		await page.drop(film, tape, "a.jpg");
		expect(page.names()).toEqual(["a.jpg", "film.mov"]);
		expect(page.queued).toEqual([1, 2]);
		expect(page.notices.current.value?.text).toBe("1 file above 48 GiB cannot be sent.");
	});

	it("is let go when its last byte is stored", async () => {
		await page.drop("a.jpg", "b.jpg");
		expect(browser.pending.kept.size).toBe(1);
		expect(page.outbox.unsent.value).toBe(true);
		page.outbox.stored(1);
		page.outbox.stored(2);
		await page.rest();
		expect(browser.pending.kept.size).toBe(0);
		expect(page.locks.names).toEqual([]);
		expect(page.outbox.unsent.value).toBe(false);
	});

	it("follows the server when a file is cancelled or removed", async () => {
		await page.drop("a.jpg", "b.jpg");
		server.tell([
			{ file: 1, removed: true },
			{ file: 2, state: "cancelled" },
		]);
		await page.rest();
		expect(page.dropped.sort()).toEqual([1, 2]);
		expect(page.outbox.unsent.value).toBe(false);
	});

	it("rests while it is paused, wherever that was said, and loses nothing", async () => {
		await page.drop("a.jpg", "b.jpg");
		server.tell([{ file: 1, state: "paused" }]);
		await page.rest();
		expect(page.session.counts.value).toMatchObject({ paused: 1, working: 1 });
		expect(page.outbox.unsent.value).toBe(true);
		server.tell([{ file: 1, state: "expected" }]);
		await page.rest();
		expect(page.told).toEqual(["pause 1", "resume 1"]);
		expect(page.dropped).toEqual([]);
	});

	it("goes on when it was resumed before the uploader heard of the pause", async () => {
		await page.drop("a.jpg");
		page.outbox.parked(1);
		await page.clock.advance(2_000);
		expect(page.told).toEqual(["resume 1"]);
	});

	it("stays where it is while the pause is real", async () => {
		await page.drop("a.jpg");
		page.outbox.parked(1);
		server.tell([{ file: 1, state: "paused" }]);
		await page.rest();
		await page.clock.advance(5_000);
		expect(page.told).toEqual([]);
	});

	it("is sent although the stream has not told of it yet", async () => {
		server.slowStream = true;
		await page.drop("a.jpg", "b.jpg");
		await page.rest();
		expect(page.queued).toEqual([1, 2]);
		expect(page.dropped).toEqual([]);
		server.catchUp();
		await page.rest();
		expect(page.dropped).toEqual([]);
		expect(page.names()).toEqual(["a.jpg", "b.jpg"]);
	});

	it("warns and goes on where the browser keeps nothing", async () => {
		browser.pending.full = true;
		await page.drop("a.jpg");
		expect(page.queued).toEqual([1]);
		expect(page.notices.current.value?.text).toMatch(/leave the page open/);
	});

	it("that could not be sent can be sent again", async () => {
		await page.drop("a.jpg");
		page.outbox.failed(1, "upload-failed", "Sending failed.");
		await page.rest();
		expect(page.session.counts.value.failed).toBe(1);
		await page.uploads.resend(1);
		await page.rest();
		expect(page.queued).toEqual([1, 1]);
		expect(page.session.counts.value.working).toBe(1);
	});
});

describe("after a reload", () => {
	it("what was kept goes on, and nothing that is stored is sent again", async () => {
		await page.drop("a.jpg", "b.jpg", "c.jpg");
		server.store(1);
		page.close();
		const again = new FakePage(browser, server);
		await again.rest();
		expect(again.queued).toEqual([2, 3]);
		expect(again.session.counts.value.all).toBe(3);
	});

	it("what was paused is kept, and stays paused", async () => {
		await page.drop("a.jpg", "b.jpg");
		server.tell([{ file: 1, state: "paused" }]);
		await page.rest();
		page.close();
		const again = new FakePage(browser, server);
		await again.rest();
		expect(again.queued).toEqual([1, 2]);
		expect(again.told).toEqual(["pause 1"]);
	});

	it("a drop that was not announced yet is announced under its own key", async () => {
		server.deaf = 1;
		await page.drop("a.jpg");
		page.close();
		const again = new FakePage(browser, server);
		await again.rest();
		expect(new Set(server.announced).size).toBe(1);
		expect(again.queued).toEqual([1]);
	});

	it("files without bytes say so, and the same files dropped again go on under their numbers", async () => {
		await page.drop("a.jpg", "b.jpg");
		page.close();
		browser.pending.kept.clear();
		const again = new FakePage(browser, server);
		await again.rest();
		expect(again.whereabouts(1)).toBe("missing");
		await again.drop("b.jpg", "new.jpg", "a.jpg");
		expect(again.queued.sort()).toEqual([1, 2, 3]);
		expect(again.session.counts.value.all).toBe(3);
		expect(again.notices.current.value?.text).toMatch(/^Recognised 2 files/);
	});

	it("another session's leftovers are thrown away", async () => {
		await page.drop("a.jpg");
		page.close();
		const other = new FakePage(browser, new FakeSessionServer(), "other");
		await other.rest();
		expect(other.queued).toEqual([]);
		expect(browser.pending.kept.size).toBe(0);
	});
});

describe("a second tab", () => {
	it("watches, and takes over when the first one closes", async () => {
		await page.drop("a.jpg", "b.jpg");
		const second = new FakePage(browser, server);
		await second.rest();
		expect(second.queued).toEqual([]);
		expect(second.whereabouts(1)).toBe("elsewhere");
		server.store(1);
		page.close();
		await second.rest();
		expect(second.queued).toEqual([2]);
	});

	it("leaves alone what is dropped there again while the first one sends it", async () => {
		await page.drop("a.jpg");
		const second = new FakePage(browser, server);
		await second.rest();
		await second.drop("a.jpg");
		expect(second.queued).toEqual([]);
		expect(second.session.counts.value.all).toBe(1);
		expect(second.notices.current.value?.text).toMatch(/^Already on the list/);
	});

	it("sees a drop of the first one at once", async () => {
		const second = new FakePage(browser, server);
		await page.drop("a.jpg");
		await second.rest();
		expect(second.names()).toEqual(["a.jpg"]);
		expect(second.whereabouts(1)).toBe("elsewhere");
	});
});

describe("a session that is gone", () => {
	it("leaves nothing behind", async () => {
		await page.drop("a.jpg");
		page.uploads.clear();
		page.session.clear();
		await page.rest();
		expect(page.names()).toEqual([]);
		expect(browser.pending.kept.size).toBe(0);
		expect(page.locks.names).toEqual([]);
		expect(page.outbox.unsent.value).toBe(false);
	});
});
