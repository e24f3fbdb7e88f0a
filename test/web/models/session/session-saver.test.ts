import { beforeEach, describe, expect, it } from "vitest";
import { emptyState } from "../../../../src/protocol/stream/session-state.ts";
import { stateHash } from "../../../../src/protocol/stream/state-hash.ts";
import { SAVE_INTERVAL_MS } from "../../../../web/models/session/session-saver.ts";
import { settle } from "../../../client/support/fake-clock.ts";
import { created, frame, snapshot } from "../../support/frames.ts";
import { savingPages } from "./saving-pages.ts";

let { clock, store, openPage } = savingPages();

beforeEach(() => {
	({ clock, store, openPage } = savingPages());
});

/** A page that has received and saved a list of this many files. */
async function pageWith(files: number) {
	const page = openPage();
	page.saver.begin("mine");
	page.session.deliver(
		snapshot(1, [
			{ batch: 1, key: "drop", at: 1 },
			...Array.from({ length: files }, (_, at) => created(at + 1)),
		]),
	);
	await clock.advance(2 * SAVE_INTERVAL_MS);
	return page;
}

describe("a page that opens again", () => {
	it("shows what the last one saved, and needs only what came since", async () => {
		const first = await pageWith(3_000);
		const second = openPage();
		const stored = await second.saver.restore();
		await clock.advance(100);
		expect(stored).toMatchObject({ session: "mine", cursor: { epoch: "epoch1", seq: 1 } });
		expect(stateHash(second.session.streamed.wholeState() ?? emptyState())).toBe(
			stateHash(first.session.streamed.wholeState() ?? emptyState()),
		);
		expect(second.session.order.value).toHaveLength(3_000);
		expect(second.session.isConfirmed.value).toBe(false);
		expect(second.session.deliver(frame(1, [{ file: 7, progress: 50 }]))).toBe("apply");
		expect(second.session.isConfirmed.value).toBe(true);
		expect(second.session.record(7)?.progress).toBe(50);
	});

	it("notifies its listeners of every file once the server has confirmed the list", async () => {
		await pageWith(5);
		const { session, saver } = openPage();
		await saver.restore();
		await settle();
		const changedNumbers: number[] = [];
		session.onFilesChanged((changed) => changedNumbers.push(...changed));
		session.streamed.confirm();
		await settle();
		expect(changedNumbers.sort()).toEqual([1, 2, 3, 4, 5]);
	});

	it("continues without storage that does not answer", async () => {
		store.stuck = true;
		const { saver } = openPage();
		const restored = saver.restore();
		await clock.advance(10_000);
		expect(await restored).toBeUndefined();
	});

	it("does not replace a newer list with an old one", async () => {
		await pageWith(5);
		const { session, saver } = openPage();
		session.deliver(snapshot(9, []));
		expect(await saver.restore()).toBeUndefined();
		expect(session.cursor()?.seq).toBe(9);
	});
});

describe("saving", () => {
	it("writes only what changed, at most once a second", async () => {
		const { session } = await pageWith(1_000);
		expect(store.saves).toEqual([9]);
		for (let seq = 1; seq <= 50; seq++) {
			session.deliver(frame(seq, [{ file: 500, progress: seq }]));
			await clock.advance(SAVE_INTERVAL_MS / 50);
		}
		await clock.advance(SAVE_INTERVAL_MS);
		expect(store.saves.slice(1)).toEqual([1]);
	});

	it("happens when the page is left", async () => {
		const { session, saver } = await pageWith(10);
		session.deliver(frame(1, [{ file: 1, progress: 99 }]));
		saver.saveOnLeave();
		await settle();
		expect((await store.load())?.cursor.seq).toBe(2);
	});

	it("writes nothing while another tab writes, and everything when this one takes over", async () => {
		const leader = await pageWith(300);
		const follower = openPage({ mayWrite: false });
		follower.saver.begin("mine");
		await follower.saver.restore();
		await clock.advance(100);
		for (const { session } of [leader, follower]) session.deliver(frame(1, [{ file: 1, progress: 1 }]));
		await clock.advance(2 * SAVE_INTERVAL_MS);
		expect(store.saves).toHaveLength(2);
		follower.session.deliver(frame(2, [{ file: 2, progress: 2 }]));
		follower.saver.allowWrites(true);
		await clock.advance(3 * SAVE_INTERVAL_MS);
		expect(store.saves.at(-1)).toBe(4);
		const page = openPage();
		await page.saver.restore();
		expect(stateHash(page.session.streamed.wholeState() ?? emptyState())).toBe(
			stateHash(follower.session.streamed.wholeState() ?? emptyState()),
		);
	});

	it("is left to the other tab if there are no locks and both write", async () => {
		const pages = [openPage({ isShared: true }), openPage({ isShared: true })];
		for (const { session, saver } of pages) {
			saver.begin("mine");
			session.deliver(snapshot(1, [created(1)]));
		}
		for (let seq = 1; seq < 20; seq++) {
			for (const { session } of pages) session.deliver(frame(seq, [{ file: 1, progress: seq }]));
			await clock.advance(SAVE_INTERVAL_MS);
		}
		await clock.advance(5 * SAVE_INTERVAL_MS);
		const before = store.saves.length;
		for (const { session } of pages) session.deliver(frame(20, [{ file: 1, progress: 20 }]));
		await clock.advance(5 * SAVE_INTERVAL_MS);
		expect(store.saves.length - before).toBe(1);
		expect((await store.load())?.cursor.seq).toBe(21);
	});

	it("is given up when storage is full", async () => {
		const { session } = await pageWith(1);
		store.full = true;
		for (let seq = 1; seq < 9; seq++) {
			session.deliver(frame(seq, [{ file: 1, progress: seq }]));
			await clock.advance(2 * SAVE_INTERVAL_MS);
		}
		expect(clock.waiting).toBe(0);
		expect((await store.load())?.cursor.seq).toBe(1);
	});

	it("ends with the session", async () => {
		const { session, saver } = await pageWith(10);
		session.deliver(frame(1, [{ file: 1, progress: 99 }]));
		session.clear();
		await saver.clear();
		await clock.advance(5 * SAVE_INTERVAL_MS);
		expect(await store.load()).toBeUndefined();
	});
});
