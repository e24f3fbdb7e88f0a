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

/** Reloads the page. What the first one saved is still there, unless it was deleted. */
async function reload(): Promise<FakePage> {
	page.close();
	page = new FakePage(browser, server);
	await page.settle();
	return page;
}

describe("a stored file", () => {
	it("is not sent again when it is dropped again, but a changed file of the same name is", async () => {
		await page.drop("a.jpg", "b.jpg");
		server.markStored(1, 2);
		await page.settle();
		await page.drop("a.jpg", photo("b.jpg", "other bytes"));
		expect(page.session.counts.value.all).toBe(3);
		expect(page.enqueued).toEqual([1, 2, 3]);
		expect(page.notices.current.value?.text).toBe("Already uploaded: 1 file.");
	});

	it("is a different file in another folder", async () => {
		await page.drop({ file: photo("a.jpg"), path: "one/a.jpg" });
		server.markStored(1);
		await page.settle();
		await page.drop({ file: photo("a.jpg"), path: "two/a.jpg" });
		expect(page.session.counts.value.all).toBe(2);
	});
});

describe("stored bytes", () => {
	it("are not sent again under another name", async () => {
		await page.drop(photo("a.jpg", "same bytes"));
		server.markStored(1);
		await page.settle();
		const copy = photo("copy.jpg", "same bytes");
		browser.hashes.set(copy, "hash of the bytes");
		server.hashes.add("hash of the bytes");
		await page.drop(copy, photo("like.jpg", "diff bytes"));
		expect(page.names()).toEqual(["copy.jpg", "like.jpg", "a.jpg"]);
		expect(page.enqueued).toEqual([1, 3]);
	});
});

describe("a cancelled file", () => {
	it("is sent when it is retried, without being chosen again", async () => {
		await page.drop("a.jpg", "b.jpg");
		server.publish([{ file: 1, state: "cancelled" }]);
		await page.settle();
		expect(page.forgotten).toEqual([1]);
		server.publish([{ file: 1, state: "expected" }]);
		await page.settle();
		expect(page.enqueued).toEqual([1, 2, 1]);
		expect(page.sourceState(1)).toBe("here");
	});

	it("does not count as failed here: only the server can bring it back", async () => {
		await page.drop("a.jpg");
		server.publish([{ file: 1, state: "cancelled" }]);
		await page.settle();
		expect(page.uploads.canResend(1)).toBe(false);
	});
});

describe("files that were chosen again", () => {
	it("are saved for another reload", async () => {
		await page.drop("a.jpg", "b.jpg");
		page.close();
		browser.pending.kept.clear();
		page = new FakePage(browser, server);
		await page.settle();
		await page.drop("b.jpg", "a.jpg");
		expect(page.enqueued.sort()).toEqual([1, 2]);
		server.markStored(2);
		await reload();
		expect(page.enqueued).toEqual([1]);
		expect(new Set(server.announced).size).toBe(1);
	});

	it("are saved in addition to those saved before", async () => {
		await page.drop("a.jpg", "b.jpg", "c.jpg");
		const [kept] = browser.pending.kept.values();
		kept?.files.delete(1);
		await reload();
		expect(page.enqueued).toEqual([1, 3]);
		await page.drop("b.jpg");
		expect(page.enqueued).toEqual([1, 3, 2]);
		await reload();
		expect(page.enqueued.toSorted()).toEqual([1, 2, 3]);
	});

	it("are saved again after they failed", async () => {
		await page.drop("a.jpg");
		page.outbox.markFailed(1, "upload-failed", "Sending failed.");
		await page.settle();
		await page.uploads.resend(1);
		await page.settle();
		await reload();
		expect(page.enqueued).toEqual([1]);
	});
});

describe("files too large to be copied", () => {
	/** The handle of a dropped folder. */
	const root = { kind: "directory", name: "trip" } as FileSystemDirectoryHandle;
	const inTrip = (name: string, bytes?: string) => ({
		file: photo(name, bytes),
		path: `trip/${name}`,
		origin: { root, path: [name] },
	});

	beforeEach(async () => {
		browser.pending.room = 10;
		await page.drop(
			inTrip("small.jpg"),
			inTrip("film.mov", "more than ten bytes"),
			inTrip("raw.dng", "even more bytes"),
		);
	});

	it("wait after a reload for permission to be opened again, once for all of them", async () => {
		await reload();
		expect(page.enqueued).toEqual([3]);
		expect(page.reopener.awaitingPermission.value).toBe(2);
		expect(page.sourceState(1)).toBe("missing");
		await page.reopener.requestPermission();
		await page.settle();
		expect(page.enqueued).toEqual([3, 1, 2]);
		expect(page.reopener.awaitingPermission.value).toBe(0);
		expect(page.sourceState(1)).toBe("here");
	});

	it("continue by themselves if the browser remembers the permission", async () => {
		browser.readable.add(root);
		await reload();
		expect(page.enqueued).toEqual([3, 1, 2]);
	});

	it("are not sent twice if they are dropped again instead", async () => {
		await reload();
		await page.drop(inTrip("film.mov", "more than ten bytes"));
		await page.reopener.requestPermission();
		await page.settle();
		expect(page.enqueued.toSorted()).toEqual([1, 2, 3]);
	});

	it("are released when the server no longer needs them", async () => {
		await reload();
		server.markStored(1, 2, 3);
		await page.settle();
		expect(browser.pending.kept.size).toBe(0);
		expect(page.locks.names).toEqual([]);
		await page.reopener.requestPermission();
		await page.settle();
		expect(page.enqueued).toEqual([3]);
	});
});
