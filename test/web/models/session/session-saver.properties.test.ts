import { expect, test } from "vitest";
import type { Change } from "../../../../src/protocol/files/change.ts";
import type { Frame } from "../../../../src/protocol/stream/frame.ts";
import {
	applyFrame,
	emptyState,
	type SessionState,
	snapshotChanges,
} from "../../../../src/protocol/stream/session-state.ts";
import { stateHash } from "../../../../src/protocol/stream/state-hash.ts";
import { type Chance, property } from "../../../support/seed.ts";
import { created, frame, snapshot } from "../../support/frames.ts";
import { savingPages } from "./saving-pages.ts";

type Page = ReturnType<ReturnType<typeof savingPages>["openPage"]>;

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
		const { clock, store, openPage } = savingPages();
		const server = emptyState("epoch1");
		const history = new Map([["epoch1.0", stateHash(server)]]);
		let epochs = 1;
		let pages = [openPage()];
		const deliver = (sent: Frame) => {
			applyFrame(server, sent);
			history.set(`${server.epoch}.${server.seq}`, stateHash(server));
			for (const { session } of pages) session.deliver(sent);
		};
		const connect = ({ session, saver }: Page) => {
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
