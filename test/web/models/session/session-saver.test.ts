import { beforeEach, describe, expect, it, test } from "vitest";
import { pause } from "../../../../client/http/clock.ts";
import type { Change } from "../../../../src/protocol/files/change.ts";
import type { Frame } from "../../../../src/protocol/stream/frame.ts";
import {
	applyFrame,
	changesOf,
	emptyState,
	type SessionState,
} from "../../../../src/protocol/stream/session-state.ts";
import { stateHash } from "../../../../src/protocol/stream/state-hash.ts";
import { SessionModel } from "../../../../web/models/session/session-model.ts";
import { SAVE_MS, SessionKeeper } from "../../../../web/models/session/session-saver.ts";
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
	const keeper = new SessionKeeper({
		store,
		streamed: session.streamed,
		clock,
		breathe: () => pause(clock, 1),
		heardAt: () => clock.now(),
		newStamp: () => `stamp-${++stamps}`,
		isShared,
	});
	keeper.mayWrite(mayWrite);
	return { session, keeper };
}

/** A page that has read a list of so many files, and has kept it. */
async function pageWith(files: number) {
	const page = openPage();
	page.keeper.begin("mine");
	page.session.deliver(
		snapshot(1, [
			{ batch: 1, key: "drop", at: 1 },
			...Array.from({ length: files }, (_, at) => created(at + 1)),
		]),
	);
	await clock.advance(2 * SAVE_MS);
	return page;
}

describe("a page that opens again", () => {
	it("shows what the last one has left, and asks only for what came since", async () => {
		const first = await pageWith(3_000);
		const second = openPage();
		const stored = await second.keeper.restore();
		await clock.advance(100);
		expect(stored).toMatchObject({ session: "mine", cursor: { epoch: "epoch1", seq: 1 } });
		expect(stateHash(second.session.streamed.settled() ?? emptyState())).toBe(
			stateHash(first.session.streamed.settled() ?? emptyState()),
		);
		expect(second.session.order.value).toHaveLength(3_000);
		expect(second.session.known.value).toBe(false);
		expect(second.session.deliver(frame(1, [{ file: 7, progress: 50 }]))).toBe("apply");
		expect(second.session.known.value).toBe(true);
		expect(second.session.record(7)?.progress).toBe(50);
	});

	it("tells its listeners of every file once the server has said that nothing is newer", async () => {
		await pageWith(5);
		const { session, keeper } = openPage();
		await keeper.restore();
		await settle();
		const told: number[] = [];
		session.onFolded((changed) => told.push(...changed));
		session.streamed.confirm();
		await settle();
		expect(told.sort()).toEqual([1, 2, 3, 4, 5]);
	});

	it("goes on without a storage that does not answer, and is not disturbed when it does later", async () => {
		store.stuck = true;
		const { keeper } = openPage();
		const restored = keeper.restore();
		await clock.advance(10_000);
		expect(await restored).toBeUndefined();
	});

	it("does not put an old list over a newer one", async () => {
		await pageWith(5);
		const { session, keeper } = openPage();
		session.deliver(snapshot(9, []));
		expect(await keeper.restore()).toBeUndefined();
		expect(session.cursor()?.seq).toBe(9);
	});
});

describe("what is written", () => {
	it("is only what changed, at most once a second", async () => {
		const { session } = await pageWith(1_000);
		expect(store.saves).toEqual([9]);
		for (let seq = 1; seq <= 50; seq++) {
			session.deliver(frame(seq, [{ file: 500, progress: seq }]));
			await clock.advance(SAVE_MS / 50);
		}
		await clock.advance(SAVE_MS);
		expect(store.saves.slice(1)).toEqual([1]);
	});

	it("is written when the page is left", async () => {
		const { session, keeper } = await pageWith(10);
		session.deliver(frame(1, [{ file: 1, progress: 99 }]));
		keeper.leave();
		await settle();
		expect((await store.load())?.cursor.seq).toBe(2);
	});

	it("is nothing while another tab writes, and everything when this one takes over", async () => {
		const leader = await pageWith(300);
		const follower = openPage({ mayWrite: false });
		follower.keeper.begin("mine");
		await follower.keeper.restore();
		await clock.advance(100);
		for (const { session } of [leader, follower]) session.deliver(frame(1, [{ file: 1, progress: 1 }]));
		await clock.advance(2 * SAVE_MS);
		expect(store.saves).toHaveLength(2);
		follower.session.deliver(frame(2, [{ file: 2, progress: 2 }]));
		follower.keeper.mayWrite(true);
		await clock.advance(3 * SAVE_MS);
		expect(store.saves.at(-1)).toBe(4);
		const page = openPage();
		await page.keeper.restore();
		expect(stateHash(page.session.streamed.settled() ?? emptyState())).toBe(
			stateHash(follower.session.streamed.settled() ?? emptyState()),
		);
	});

	it("is left to the other tab where there are no locks and both write", async () => {
		const pages = [openPage({ isShared: true }), openPage({ isShared: true })];
		for (const { session, keeper } of pages) {
			keeper.begin("mine");
			session.deliver(snapshot(1, [created(1)]));
		}
		for (let seq = 1; seq < 20; seq++) {
			for (const { session } of pages) session.deliver(frame(seq, [{ file: 1, progress: seq }]));
			await clock.advance(SAVE_MS);
		}
		await clock.advance(5 * SAVE_MS);
		const before = store.saves.length;
		for (const { session } of pages) session.deliver(frame(20, [{ file: 1, progress: 20 }]));
		await clock.advance(5 * SAVE_MS);
		expect(store.saves.length - before).toBe(1);
		expect((await store.load())?.cursor.seq).toBe(21);
	});

	it("is given up when there is no room", async () => {
		const { session } = await pageWith(1);
		store.full = true;
		for (let seq = 1; seq < 9; seq++) {
			session.deliver(frame(seq, [{ file: 1, progress: seq }]));
			await clock.advance(2 * SAVE_MS);
		}
		expect(clock.waiting).toBe(0);
		expect((await store.load())?.cursor.seq).toBe(1);
	});

	it("goes with the session", async () => {
		const { session, keeper } = await pageWith(10);
		session.deliver(frame(1, [{ file: 1, progress: 99 }]));
		session.clear();
		await keeper.clear();
		await clock.advance(5 * SAVE_MS);
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

test("whatever moment a page is killed in, what it left is a state that the server had, at that very cursor", async () => {
	let restored = 0;
	await property(40, async (random) => {
		clock = new FakeClock();
		store = new FakeSessionStore();
		const server = emptyState("epoch1");
		const history = new Map([["epoch1.0", stateHash(server)]]);
		let epochs = 1;
		let pages = [openPage()];
		const tell = (sent: Frame) => {
			applyFrame(server, sent);
			history.set(`${server.epoch}.${server.seq}`, stateHash(server));
			for (const { session } of pages) session.deliver(sent);
		};
		const meet = ({ session, keeper }: ReturnType<typeof openPage>) => {
			keeper.begin("mine");
			session.deliver(snapshot(server.seq, changesOf(server), server.epoch));
		};
		pages.forEach(meet);
		for (let step = 0; step < 60; step++) {
			const roll = random.next();
			store.full = random.next() < 0.05;
			if (roll < 0.6) tell(frame(server.seq, randomChanges(server, random), { epoch: server.epoch }));
			else if (roll < 0.65) tell(snapshot(0, [], `epoch${++epochs}`));
			else if (roll < 0.75) {
				const page = openPage();
				await page.keeper.restore();
				await clock.advance(50);
				const state = page.session.streamed.settled();
				if (state) {
					restored++;
					expect(stateHash(state)).toBe(history.get(`${state.epoch}.${state.seq}`));
				}
				// Either the others were killed, or, where there are no locks, two pages write.
				pages = random.next() < 0.6 ? [page] : [...pages.slice(-1), page];
				meet(page);
			} else pages.at(0)?.keeper.leave();
			await clock.advance(random.below(800));
		}
	});
	expect(restored).toBeGreaterThan(40);
});
