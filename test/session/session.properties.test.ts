import { describe, expect, it } from "vitest";
import type { Frame } from "../../src/protocol/stream/frame.ts";
import { placeFrame } from "../../src/protocol/stream/place-frame.ts";
import { applyFrame, emptyState, type SessionState } from "../../src/protocol/stream/session-state.ts";
import { catchUp } from "../../src/session/stream/catch-up.ts";
import { frameText } from "../../src/session/stream/frame-text.ts";
import type { Tick } from "../../src/session/stream/tick.ts";
import { framesOf } from "../../src/session/stream/tick-frames.ts";
import { testSession } from "../support/fakes/test-session.ts";
import { publicState } from "../support/runs/public-state.ts";
import { randomCommand } from "../support/runs/random-commands.ts";
import { type Chance, property } from "../support/seed.ts";

/** A reader like the page: it knows only the frames it received. */
class Browser {
	readonly state: SessionState = emptyState();

	get cursor() {
		return this.state.epoch === "" ? undefined : { epoch: this.state.epoch, seq: this.state.seq };
	}

	receive(text: string): void {
		const frame = JSON.parse(text) as Frame;
		const placement = placeFrame(this.cursor, frame);
		expect(placement).not.toBe("ask-again");
		if (placement !== "drop") applyFrame(this.state, frame);
	}

	receiveTick(tick: Tick): void {
		for (const parts of framesOf(tick)) this.receive(frameText(parts, "frame"));
	}
}

/** Runs random commands in ticks of random length; `each` is called after every tick. */
function drive(random: Chance, commands: number, each: (testbed: ReturnType<typeof testSession>) => void) {
	const testbed = testSession();
	for (let count = 0; count < commands; count++) {
		testbed.time.now += random.below(20);
		testbed.session.execute(randomCommand(testbed.model, random));
		if (random.below(3) > 0) continue;
		const end = random.below(16);
		if (end === 0) testbed.session.eraseHistory();
		else if (end < 3) testbed.session.checkpointIfIdle();
		else testbed.session.flush();
		each(testbed);
	}
	testbed.session.flush();
	each(testbed);
	return testbed;
}

describe("the session", () => {
	it("has the same state on the server and in a browser that received every frame", async () => {
		await property(60, (random) => {
			const browser = new Browser();
			let received = 0;
			drive(random, 120, ({ session, ticks, time }) => {
				if (browser.cursor === undefined) browser.receive(frameText(snapshot(session, time.now)));
				for (const tick of ticks.slice(received)) browser.receiveTick(tick);
				received = ticks.length;
				expect(publicState(browser.state)).toEqual(publicState(session.state));
			});
		});
	});

	it("restores the same state from its rows after a crash at any tick, private data and queue included", async () => {
		await property(12, (random) => {
			drive(random, 300, ({ session, model, indexes, wake }) => {
				const woken = wake();
				expect(publicState(woken.session.state)).toEqual(publicState(session.state));
				expect(new Map([...woken.model.objects].sort())).toEqual(new Map([...model.objects].sort()));
				expect(woken.model.lastFile).toBe(model.lastFile);
				expect(new Map([...woken.model.links].sort())).toEqual(new Map([...model.links].sort()));
				const none = new Set<number>();
				expect(woken.indexes.linkQueue.nextAt(none)).toBe(indexes.linkQueue.nextAt(none));
				for (const lane of ["new", "small", "large"] as const) {
					const next = indexes.readQueue.next(lane, session.changedAt + 10_000);
					expect(woken.indexes.readQueue.next(lane, session.changedAt + 10_000)?.state).toBe(next?.state);
				}
			});
		});
	});

	it("loses only what was not written when it crashes", async () => {
		await property(30, (random) => {
			const testbed = drive(random, 40, () => {});
			const written = publicState(testbed.session.state);
			testbed.session.execute(randomCommand(testbed.model, random));
			expect(publicState(testbed.wake().session.state)).toEqual(written);
		});
	});

	it("brings a reader to the same state from every cursor it ever had", async () => {
		await property(20, (random) => {
			const copies: Browser[] = [];
			const { session, time } = drive(random, 80, (testbed) => {
				const copy = new Browser();
				copy.receive(frameText(snapshot(testbed.session, testbed.time.now)));
				copies.push(copy);
			});
			for (const copy of copies) {
				const missed = catchUp(session, copy.cursor, time.now);
				if (missed) copy.receive(frameText(missed));
				expect(publicState(copy.state)).toEqual(publicState(session.state));
			}
		});
	});

	it("splits a tick that is too large for a row into consecutive frames", () => {
		const { session, ticks } = testSession();
		const entries = Array.from({ length: 10_000 }, (_, index) => ({
			name: `photo-${index}.jpg`,
			size: index,
		}));
		const browser = new Browser();
		session.execute({ type: "announce", key: "drop", entries: [{ name: "a", size: 1 }], hash: "h" });
		browser.receive(frameText(snapshot(session, 0)));
		session.execute({ type: "announce", key: "drop", entries, hash: "many" });
		session.flush();
		const tick = ticks.at(-1);
		expect(tick?.frames.length).toBeGreaterThan(1);
		if (tick) browser.receiveTick(tick);
		expect(publicState(browser.state)).toEqual(publicState(session.state));
	});
});

function snapshot(session: ReturnType<typeof testSession>["session"], now: number) {
	const missed = catchUp(session, undefined, now);
	if (missed === undefined) throw new Error("a reader without a cursor always gets a snapshot");
	return missed;
}
