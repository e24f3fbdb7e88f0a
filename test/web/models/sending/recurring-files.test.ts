import { beforeEach, describe, expect, it } from "vitest";
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

/** The page is loaded anew; what the first one kept is there, unless it was taken away. */
async function reload(): Promise<FakePage> {
	page.close();
	page = new FakePage(browser, server);
	await page.rest();
	return page;
}

describe("a file that is stored", () => {
	it("is not sent again when it is dropped again, and its changed namesake is", async () => {
		await page.drop("a.jpg", "b.jpg");
		server.store(1, 2);
		await page.rest();
		await page.drop("a.jpg", photo("b.jpg", "other bytes"));
		expect(page.session.counts.value.all).toBe(3);
		expect(page.queued).toEqual([1, 2, 3]);
		expect(page.notices.current.value?.text).toBe("Already here, and not sent again: 1 file.");
	});

	it("of another folder is another file", async () => {
		await page.drop({ file: photo("a.jpg"), path: "one/a.jpg" });
		server.store(1);
		await page.rest();
		await page.drop({ file: photo("a.jpg"), path: "two/a.jpg" });
		expect(page.session.counts.value.all).toBe(2);
	});
});

describe("bytes that are stored", () => {
	it("are not sent again under another name", async () => {
		await page.drop(photo("a.jpg", "same bytes"));
		server.store(1);
		await page.rest();
		const copy = photo("copy.jpg", "same bytes");
		browser.hashes.set(copy, "hash of the bytes");
		server.hashes.add("hash of the bytes");
		await page.drop(copy, photo("like.jpg", "diff bytes"));
		expect(page.names()).toEqual(["copy.jpg", "like.jpg", "a.jpg"]);
		expect(page.queued).toEqual([1, 3]);
	});
});

describe("a file that was cancelled", () => {
	it("is sent when somebody thinks better of it, without being handed over again", async () => {
		await page.drop("a.jpg", "b.jpg");
		server.tell([{ file: 1, state: "cancelled" }]);
		await page.rest();
		expect(page.dropped).toEqual([1]);
		server.tell([{ file: 1, state: "expected" }]);
		await page.rest();
		expect(page.queued).toEqual([1, 2, 1]);
		expect(page.whereabouts(1)).toBe("here");
	});

	it("is no file whose sending failed: only the server can bring it back", async () => {
		await page.drop("a.jpg");
		server.tell([{ file: 1, state: "cancelled" }]);
		await page.rest();
		expect(page.uploads.canResend(1)).toBe(false);
	});
});

describe("files that were handed over again", () => {
	it("are kept for another reload", async () => {
		await page.drop("a.jpg", "b.jpg");
		page.close();
		browser.pending.kept.clear();
		page = new FakePage(browser, server);
		await page.rest();
		await page.drop("b.jpg", "a.jpg");
		expect(page.queued.sort()).toEqual([1, 2]);
		server.store(2);
		await reload();
		expect(page.queued).toEqual([1]);
		expect(new Set(server.announced).size).toBe(1);
	});

	it("are kept beside those that had been kept", async () => {
		await page.drop("a.jpg", "b.jpg", "c.jpg");
		const [kept] = browser.pending.kept.values();
		kept?.files.delete(1);
		await reload();
		expect(page.queued).toEqual([1, 3]);
		await page.drop("b.jpg");
		expect(page.queued).toEqual([1, 3, 2]);
		await reload();
		expect(page.queued.toSorted()).toEqual([1, 2, 3]);
	});

	it("are kept again after their sending failed", async () => {
		await page.drop("a.jpg");
		page.outbox.failed(1, "upload-failed", "Sending failed.");
		await page.rest();
		await page.uploads.resend(1);
		await page.rest();
		await reload();
		expect(page.queued).toEqual([1]);
	});
});

describe("files that are too large for a copy", () => {
	/** What the browser hands over for a dropped folder. */
	const root = { kind: "directory", name: "trip" } as FileSystemDirectoryHandle;
	const inTrip = (name: string, bytes?: string) => ({
		file: photo(name, bytes),
		path: `trip/${name}`,
		origin: { root, way: [name] },
	});

	beforeEach(async () => {
		browser.pending.room = 10;
		await page.drop(
			inTrip("small.jpg"),
			inTrip("film.mov", "more than ten bytes"),
			inTrip("raw.dng", "even more bytes"),
		);
	});

	it("wait after a reload until a person allows to read them where they lie, once for all", async () => {
		await reload();
		expect(page.queued).toEqual([3]);
		expect(page.reopening.count.value).toBe(2);
		expect(page.whereabouts(1)).toBe("missing");
		await page.reopening.allow();
		await page.rest();
		expect(page.queued).toEqual([3, 1, 2]);
		expect(page.reopening.count.value).toBe(0);
		expect(page.whereabouts(1)).toBe("here");
	});

	it("go on by themselves where the browser remembers the leave", async () => {
		browser.allowed.add(root);
		await reload();
		expect(page.queued).toEqual([3, 1, 2]);
	});

	it("are not sent twice when they are dropped again instead", async () => {
		await reload();
		await page.drop(inTrip("film.mov", "more than ten bytes"));
		await page.reopening.allow();
		await page.rest();
		expect(page.queued.toSorted()).toEqual([1, 2, 3]);
	});

	it("are let go when the server needs them no more", async () => {
		await reload();
		server.store(1, 2, 3);
		await page.rest();
		expect(browser.pending.kept.size).toBe(0);
		expect(page.locks.names).toEqual([]);
		await page.reopening.allow();
		await page.rest();
		expect(page.queued).toEqual([3]);
	});
});
