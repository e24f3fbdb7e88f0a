import { beforeEach, describe, expect, it, test } from "vitest";
import { delay } from "../../../../client/http/clock.ts";
import type { Change } from "../../../../src/protocol/files/change.ts";
import type { Frame } from "../../../../src/protocol/stream/frame.ts";
import {
	applyFrame,
	emptyState,
	type SessionState,
	snapshotChanges,
} from "../../../../src/protocol/stream/session-state.ts";
import { stateHash } from "../../../../src/protocol/stream/state-hash.ts";
import { SessionModel } from "../../../../web/models/session/session-model.ts";
import { SAVE_INTERVAL_MS, SessionSaver } from "../../../../web/models/session/session-saver.ts";
import { FakeClock, settle } from "../../../client/support/fake-clock.ts";
import { type Chance, property } from "../../../support/seed.ts";
import { FakeSessionStore } from "../../support/fake-session-store.ts";
import { created, frame, snapshot } from "../../support/frames.ts";

let clock: FakeClock;
let store: FakeSessionStore;
let stamps: number;

beforeEach(() => {
	clock = new FakeClock();
	store = new FakeSessionStore();
	stamps = 0;
});

/** A page that has just been opened, over the storage that all pages share. */
function openPage({ mayWrite = true, isShared = false } = {}) {
	const session = new SessionModel(
		(work) => queueMicrotask(work),
		(work) => clock.after(1, work),
		clock.now.bind(clock),
	);
	const saver = new SessionSaver({
		store,
		streamed: session.streamed,
		clock,
		yieldToLoop: () => delay(clock, 1),
		lastMessageAt: () => clock.now(),
		newStamp: () => `stamp-${++stamps}`,
		isShared,
	});
	saver.allowWrites(mayWrite);
	return { session, saver };
}

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

function randomChanges(state: SessionState, random: Chance): Change[] {
	return Array.from({ length: 1 + random.below(4) }, () => {
		const n = 1 + random.below(400);
		if (random.next() < 0.1) return { batch: 1 + random.below(3), key: `drop-${random.below(3)}`, at: 1 };
		if (!state.files.has(n)) return created(n);
		return random.next() < 0.2
			? { file: n, removed: true as const }
			: { file: n, progress: random.below(101) };
	});
}

test("at whatever moment a page is killed, it leaves a state that the server had at that cursor", async () => {
	let restored = 0;
	await property(40, async (random) => {
		clock = new FakeClock();
		store = new FakeSessionStore();
		const server = emptyState("epoch1");
		const history = new Map([["epoch1.0", stateHash(server)]]);
		let epochs = 1;
		let pages = [openPage()];
		const deliver = (sent: Frame) => {
			applyFrame(server, sent);
			history.set(`${server.epoch}.${server.seq}`, stateHash(server));
			for (const { session } of pages) session.deliver(sent);
		};
		const connect = ({ session, saver }: ReturnType<typeof openPage>) => {
			saver.begin("mine");
			session.deliver(snapshot(server.seq, snapshotChanges(server), server.epoch));
		};
		pages.forEach(connect);
		for (let step = 0; step < 60; step++) {
			const roll = random.next();
			store.full = random.next() < 0.05;
			if (roll < 0.6) deliver(frame(server.seq, randomChanges(server, random), { epoch: server.epoch }));
			else if (roll < 0.65) deliver(snapshot(0, [], `epoch${++epochs}`));
			else if (roll < 0.75) {
				const page = openPage();
				await page.saver.restore();
				await clock.advance(50);
				const state = page.session.streamed.wholeState();
				if (state) {
					restored++;
					expect(stateHash(state)).toBe(history.get(`${state.epoch}.${state.seq}`));
				}
				// Either the other pages were killed or, without locks, two pages write.
				pages = random.next() < 0.6 ? [page] : [...pages.slice(-1), page];
				connect(page);
			} else pages.at(0)?.saver.saveOnLeave();
			await clock.advance(random.below(800));
		}
	});
	expect(restored).toBeGreaterThan(40);
});
