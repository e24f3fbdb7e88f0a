import { describe, expect, it } from "vitest";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import { OutlinedFiles } from "../../../src/protocol/stream/outlined-files.ts";
import { placeFrame } from "../../../src/protocol/stream/place-frame.ts";
import { applyFrame, emptyState } from "../../../src/protocol/stream/session-state.ts";
import { catchUp } from "../../../src/session/stream/catch-up.ts";
import { frameText } from "../../../src/session/stream/frame-text.ts";
import type { Tick } from "../../../src/session/stream/tick.ts";
import { framesOf } from "../../../src/session/stream/tick-frames.ts";
import { ViewerApi } from "../../../src/session/viewer-api.ts";
import { testSession } from "../../support/fakes/test-session.ts";
import { publicState } from "../../support/runs/public-state.ts";
import { randomCommand } from "../../support/runs/random-commands.ts";
import { type Chance, property } from "../../support/seed.ts";

/** A reader that has only the outline of files until it fetches their details. */
class OutlineReader {
	readonly state = emptyState();
	readonly files = new OutlinedFiles();

	get cursor() {
		return this.state.epoch === "" ? undefined : { epoch: this.state.epoch, seq: this.state.seq };
	}

	receive(text: string): void {
		const frame = JSON.parse(text) as Frame;
		const placement = placeFrame(this.cursor, frame);
		expect(placement).not.toBe("ask-again");
		if (placement === "drop") return;
		applyFrame(this.state, frame);
		this.files.foldFrame(this.state, frame);
	}
}

/** A session of 10,000 files in two batches, in the middle of a run. */
function tenThousand(random: Chance) {
	const { session, time } = testSession();
	for (const key of ["first", "second"]) {
		const entries = Array.from({ length: 5_000 }, (_, index) => ({ name: `IMG_${index}.jpg`, size: 50_000 }));
		session.execute({ type: "announce", key, entries, hash: key });
	}
	for (let n = 1; n <= 10_000; n++) {
		if (random.below(4) === 0) continue;
		session.execute({ type: "store", arrivals: [{ object: `o${n}`, size: 50_000, to: { file: n } }] });
		const verb = random.pick(["pause", "cancel", "retry", "resume"] as const);
		if (random.below(3) === 0) session.execute({ type: "verb", verb, target: { file: n } });
	}
	return { session, time };
}

describe("an outline", () => {
	it("of 10,000 files in every state has at most 16 KB", async () => {
		await property(1, (random) => {
			const { session, time } = tenThousand(random);
			const outline = catchUp(session, undefined, time.now, { outline: true });
			expect(outline && frameText(outline).length).toBeLessThan(16_000);
		});
	});

	it("plus the details gives the server's state, whenever the details arrive", async () => {
		await property(60, (random) => {
			const { session, model, store, ticks, time } = testSession();
			const reader = new OutlineReader();
			const answers: (() => void)[] = [];
			let received = 0;
			const receiveTicks = (): void => {
				for (const tick of ticks.slice(received) as Tick[])
					for (const parts of framesOf(tick)) reader.receive(frameText(parts, "frame"));
				received = ticks.length;
			};
			for (let count = 0; count < 200; count++) {
				time.now += random.below(5);
				session.execute(randomCommand(model, random));
				if (random.below(3) === 0) session.flush();
				if (count > 80 && reader.cursor === undefined) {
					const frame = catchUp(session, undefined, time.now, { outline: true });
					if (frame) reader.receive(frameText(frame));
					received = ticks.length;
				}
				if (reader.cursor === undefined) continue;
				// Frames arrive late. Details requested now arrive before or after those frames.
				if (random.below(3) === 0) receiveTicks();
				if (random.below(5) === 0) {
					session.flush();
					const from = 1 + random.below(10);
					const page = new ViewerApi(session, store, {}).list({ from, to: from + random.below(10) });
					if (page.ok) {
						const files = structuredClone(page.value.files);
						answers.push(() => reader.files.foldRecords(reader.state, files));
					}
				}
				if (random.below(4) === 0) answers.shift()?.();
			}
			session.flush();
			receiveTicks();
			for (const answer of answers) answer();
			const rest = new ViewerApi(session, store, {}).list({ from: 1, to: Number.MAX_SAFE_INTEGER });
			if (rest.ok) reader.files.foldRecords(reader.state, rest.value.files);
			expect(publicState(reader.state)).toEqual(publicState(session.state));
			expect(reader.files).toMatchObject({ size: 0, bytes: 0, stored: 0 });
		});
	});

	it("knows the total bytes of its files", () => {
		const { session, time } = tenThousand({ below: () => 1, pick: () => "pause" } as unknown as Chance);
		const reader = new OutlineReader();
		const outline = catchUp(session, undefined, time.now, { outline: true });
		reader.receive(outline ? frameText(outline) : "");
		const { totals } = session.state;
		expect(reader.files).toMatchObject({ size: 10_000, bytes: totals.bytes, stored: totals.stored });
		expect(reader.state.totals).toMatchObject({ states: totals.states, progress: totals.progress, bytes: 0 });
	});
});

describe("catching up", () => {
	it("gives the tail or the snapshot, whichever has fewer bytes", async () => {
		await property(4, (random) => {
			const { session, time } = testSession();
			const entries = Array.from({ length: 20 }, (_, index) => ({ name: `${index}`, size: 10 }));
			session.execute({ type: "announce", key: "drop", entries, hash: "h" });
			session.flush();
			for (let count = 0; count < 2_000; count++) {
				session.execute({
					type: "verb",
					verb: random.pick(["pause", "resume"] as const),
					target: { file: 1 + random.below(20) },
				});
				if (random.below(20) === 0) session.flush();
			}
			session.flush();
			const seq = random.below(session.state.seq);
			const missed = catchUp(session, { epoch: "epoch", seq }, time.now);
			const whole = catchUp(session, undefined, time.now);
			const tail = session.bytesAfter(seq) ?? 0;
			const snapshot = whole?.changes.length ?? 0;
			if (missed?.reset) expect(tail).toBeGreaterThan(Math.max(64 * 1024, snapshot));
			else expect(tail).toBeLessThanOrEqual(Math.max(64 * 1024 + 20 * 100, snapshot));
		});
	});
});
