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
		server.unanswered = 1;
		await page.drop("b.jpg", "a.jpg");
		expect(page.names()).toEqual(["a.jpg", "b.jpg"]);
		expect(page.session.order.value.every((n) => n < 0)).toBe(true);
		await page.clock.advance(20_000);
		expect(page.names()).toEqual(["a.jpg", "b.jpg"]);
		expect(page.session.order.value).toEqual([1, 2]);
		expect(page.session.counts.value.all).toBe(2);
	});

	it("announces under the same key until the server answers, then sends", async () => {
		server.unanswered = 3;
		await page.drop("a.jpg");
		await page.clock.advance(60_000);
		expect(server.announced).toHaveLength(4);
		expect(new Set(server.announced).size).toBe(1);
		expect(page.enqueued).toEqual([1]);
	});

	it("keeps empty files and duplicates", async () => {
		await page.drop(photo("a.jpg", ""), photo("a.jpg", ""));
		expect(page.enqueued).toEqual([1, 2]);
	});

	it("shows in its rows that the server refused it", async () => {
		server.refuses = 413;
		await page.drop("a.jpg");
		const [n = 0] = page.session.order.value;
		expect(page.session.view(n)?.local.problem?.detail).toBe("Too many files.");
		expect(page.session.counts.value.failed).toBe(1);
		expect(page.outbox.hasUnsent.value).toBe(false);
	});

	it("reports a session that the server no longer has, instead of failing file by file", async () => {
		server.refuses = 401;
		await page.drop("a.jpg");
		expect(page.sessionEnded).toBe(true);
		expect(page.session.counts.value.failed).toBe(0);
	});

	it("sends a file of any size that can be announced, and says how many are larger", async () => {
		const film = photo("film.mov");
		Object.defineProperty(film, "size", { value: MAX_BODY_BYTES + 1 });
		const tape = photo("tape.mov");
		Object.defineProperty(tape, "size", { value: MAX_FILE_BYTES + 1 });
		await page.drop(film, tape, "a.jpg");
		expect(page.names()).toEqual(["a.jpg", "film.mov"]);
		expect(page.enqueued).toEqual([1, 2]);
		expect(page.notices.current.value?.text).toBe("1 file larger than 48 GiB cannot be uploaded.");
	});

	it("is released when its last byte is stored", async () => {
		await page.drop("a.jpg", "b.jpg");
		expect(browser.pending.kept.size).toBe(1);
		expect(page.outbox.hasUnsent.value).toBe(true);
		page.outbox.markStored(1);
		page.outbox.markStored(2);
		await page.settle();
		expect(browser.pending.kept.size).toBe(0);
		expect(page.locks.names).toEqual([]);
		expect(page.outbox.hasUnsent.value).toBe(false);
	});

	it("follows the server when a file is cancelled or removed", async () => {
		await page.drop("a.jpg", "b.jpg");
		server.publish([
			{ file: 1, removed: true },
			{ file: 2, state: "cancelled" },
		]);
		await page.settle();
		expect(page.forgotten.sort()).toEqual([1, 2]);
		expect(page.outbox.hasUnsent.value).toBe(false);
	});

	it("pauses from wherever it was paused, and loses nothing", async () => {
		await page.drop("a.jpg", "b.jpg");
		server.publish([{ file: 1, state: "paused" }]);
		await page.settle();
		expect(page.session.counts.value).toMatchObject({ paused: 1, working: 1 });
		expect(page.outbox.hasUnsent.value).toBe(true);
		server.publish([{ file: 1, state: "expected" }]);
		await page.settle();
		expect(page.pauseCalls).toEqual(["pause 1", "resume 1"]);
		expect(page.forgotten).toEqual([]);
	});

	it("resumes if it was resumed before the uploader learned of the pause", async () => {
		await page.drop("a.jpg");
		page.outbox.markPaused(1);
		await page.clock.advance(2_000);
		expect(page.pauseCalls).toEqual(["resume 1"]);
	});

	it("stays paused while the server says so", async () => {
		await page.drop("a.jpg");
		page.outbox.markPaused(1);
		server.publish([{ file: 1, state: "paused" }]);
		await page.settle();
		await page.clock.advance(5_000);
		expect(page.pauseCalls).toEqual([]);
	});

	it("is sent although the stream has not delivered it yet", async () => {
		server.slowStream = true;
		await page.drop("a.jpg", "b.jpg");
		await page.settle();
		expect(page.enqueued).toEqual([1, 2]);
		expect(page.forgotten).toEqual([]);
		server.catchUp();
		await page.settle();
		expect(page.forgotten).toEqual([]);
		expect(page.names()).toEqual(["a.jpg", "b.jpg"]);
	});

	it("warns and continues if the browser cannot save it", async () => {
		browser.pending.full = true;
		await page.drop("a.jpg");
		expect(page.enqueued).toEqual([1]);
		expect(page.notices.current.value?.text).toMatch(/Leave this page open/);
	});

	it("can be sent again if it could not be sent", async () => {
		await page.drop("a.jpg");
		page.outbox.markFailed(1, "upload-failed", "Sending failed.");
		await page.settle();
		expect(page.session.counts.value.failed).toBe(1);
		await page.uploads.resend(1);
		await page.settle();
		expect(page.enqueued).toEqual([1, 1]);
		expect(page.session.counts.value.working).toBe(1);
	});
});

describe("after a reload", () => {
	it("continues what was saved, and sends nothing again that is stored", async () => {
		await page.drop("a.jpg", "b.jpg", "c.jpg");
		server.markStored(1);
		page.close();
		const reloaded = new FakePage(browser, server);
		await reloaded.settle();
		expect(reloaded.enqueued).toEqual([2, 3]);
		expect(reloaded.session.counts.value.all).toBe(3);
	});

	it("keeps paused files paused", async () => {
		await page.drop("a.jpg", "b.jpg");
		server.publish([{ file: 1, state: "paused" }]);
		await page.settle();
		page.close();
		const reloaded = new FakePage(browser, server);
		await reloaded.settle();
		expect(reloaded.enqueued).toEqual([1, 2]);
		expect(reloaded.pauseCalls).toEqual(["pause 1"]);
	});

	it("announces a drop that was not announced yet under its own key", async () => {
		server.unanswered = 1;
		await page.drop("a.jpg");
		page.close();
		const reloaded = new FakePage(browser, server);
		await reloaded.settle();
		expect(new Set(server.announced).size).toBe(1);
		expect(reloaded.enqueued).toEqual([1]);
	});

	it("shows files without bytes as missing, and continues them under their numbers when they are dropped again", async () => {
		await page.drop("a.jpg", "b.jpg");
		page.close();
		browser.pending.kept.clear();
		const reloaded = new FakePage(browser, server);
		await reloaded.settle();
		expect(reloaded.sourceState(1)).toBe("missing");
		await reloaded.drop("b.jpg", "new.jpg", "a.jpg");
		expect(reloaded.enqueued.sort()).toEqual([1, 2, 3]);
		expect(reloaded.session.counts.value.all).toBe(3);
		expect(reloaded.notices.current.value?.text).toMatch(/^Uploading continues for 2 files/);
	});

	it("deletes leftovers of another session", async () => {
		await page.drop("a.jpg");
		page.close();
		const other = new FakePage(browser, new FakeSessionServer(), "other");
		await other.settle();
		expect(other.enqueued).toEqual([]);
		expect(browser.pending.kept.size).toBe(0);
	});
});

describe("a second tab", () => {
	it("watches, and takes over when the first one closes", async () => {
		await page.drop("a.jpg", "b.jpg");
		const second = new FakePage(browser, server);
		await second.settle();
		expect(second.enqueued).toEqual([]);
		expect(second.sourceState(1)).toBe("elsewhere");
		server.markStored(1);
		page.close();
		await second.settle();
		expect(second.enqueued).toEqual([2]);
	});

	it("ignores files that are dropped there again while the first one sends them", async () => {
		await page.drop("a.jpg");
		const second = new FakePage(browser, server);
		await second.settle();
		await second.drop("a.jpg");
		expect(second.enqueued).toEqual([]);
		expect(second.session.counts.value.all).toBe(1);
		expect(second.notices.current.value?.text).toMatch(/^Already in your list/);
	});

	it("sees a drop of the first one at once", async () => {
		const second = new FakePage(browser, server);
		await page.drop("a.jpg");
		await second.settle();
		expect(second.names()).toEqual(["a.jpg"]);
		expect(second.sourceState(1)).toBe("elsewhere");
	});
});

describe("a session that has ended", () => {
	it("leaves nothing behind", async () => {
		await page.drop("a.jpg");
		page.uploads.clear();
		page.session.clear();
		await page.settle();
		expect(page.names()).toEqual([]);
		expect(browser.pending.kept.size).toBe(0);
		expect(page.locks.names).toEqual([]);
		expect(page.outbox.hasUnsent.value).toBe(false);
	});
});
