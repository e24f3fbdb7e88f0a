import { describe, expect, it } from "vitest";
import { MAX_REQUESTS } from "../../../client/sending/requests/concurrency-limiter.ts";
import { UploadEngine } from "../../../client/sending/upload-engine.ts";
import { MIB } from "../../../src/protocol/limits.ts";
import { type Chance, chance, property } from "../../support/seed.ts";
import { blobOfSize } from "../../web/support/blob-of-size.ts";
import { FakeStore, type Faults } from "../../web/support/fake-store.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";

const NONE: Faults = { requestLost: 0, answerLost: 0, cut: 0, busy: 0, broken: 0 };

/** An engine in front of a store with a memory, with what it reports. */
class Harness {
	readonly clock = new FakeClock();
	readonly stored: number[] = [];
	readonly failed: number[] = [];
	readonly kept = new Map<number, number>();
	readonly waits: string[] = [];
	readonly store: FakeStore;
	readonly engine: UploadEngine;
	#last = 0;

	constructor(random: Chance, faults: Faults) {
		this.store = new FakeStore(this.clock, random, faults);
		this.engine = new UploadEngine(
			{
				send: this.store.send,
				clock: this.clock,
				online: () => true,
				isReadable: async () => true,
			},
			{
				sent: () => {},
				confirmed: (n, bytes) => this.kept.set(n, bytes),
				stored: (n) => this.stored.push(n),
				gone: () => {},
				stopped: () => {},
				failed: (n) => this.failed.push(n),
				waiting: (why) => this.waits.push(why),
				waitEnded: () => {},
				sessionEnded: () => {},
			},
		);
	}

	/** Adds files of these sizes. */
	add(...sizes: readonly number[]): number[] {
		const files = sizes.map((size) => {
			const n = ++this.#last;
			this.store.expect(n, size);
			return { n, file: { name: `${n}`, size, blob: blobOfSize(size) } };
		});
		this.engine.add(`batch-${this.#last % 3}`, files);
		return files.map(({ n }) => n);
	}

	async finish(): Promise<void> {
		for (let round = 0; round < 5_000 && this.engine.busy; round++) await this.clock.advance(5_000);
		await settle();
	}
}

function sizes(random: Chance): number[] {
	return Array.from({ length: 1 + random.below(120) }, () =>
		random.pick([0, 1, 50_000, random.below(5 * MIB), random.below(20 * MIB), random.below(200 * MIB)]),
	);
}

describe("whatever faults happen", () => {
	it("every file is stored once and reported once", async () => {
		await property(60, async (random) => {
			const faults = { requestLost: 0.1, answerLost: 0.1, cut: 0.1, busy: 0.05, broken: 0 };
			const harness = new Harness(random, faults);
			const numbers = harness.add(...sizes(random));
			await harness.finish();
			expect(harness.failed).toEqual([]);
			expect(harness.stored.toSorted((a, b) => a - b)).toEqual(numbers);
			for (const { times, bytes, size } of harness.store.files.values())
				expect([times, bytes]).toEqual([1, size]);
			expect(harness.store.maxRunning).toBeLessThanOrEqual(MAX_REQUESTS);
		});
	});

	it("nothing that is confirmed as stored is sent again, also with pauses", async () => {
		await property(60, async (random) => {
			const harness = new Harness(random, { ...NONE, requestLost: 0.1, busy: 0.05 });
			const numbers = harness.add(...sizes(random));
			for (let act = 0; act < 20; act++) {
				await harness.clock.advance(random.below(400));
				const some = random.shuffle(numbers).slice(0, random.below(numbers.length + 1));
				if (random.below(2) === 0) harness.engine.pause(some);
				else harness.engine.resume(some);
			}
			harness.engine.resume(numbers);
			await harness.finish();
			expect(harness.stored.toSorted((a, b) => a - b)).toEqual(numbers);
			expect(harness.store.resentBytes).toBe(0);
			expect(harness.store.running).toBe(0);
		});
	});

	it("a forgotten file is not reported again, and the others arrive", async () => {
		await property(40, async (random) => {
			const harness = new Harness(random, { ...NONE, requestLost: 0.1 });
			const numbers = harness.add(...sizes(random));
			const forgotten = new Set(numbers.filter(() => random.below(3) === 0));
			const reported = new Set<number>();
			for (const n of forgotten) {
				await harness.clock.advance(random.below(20));
				for (const n of harness.stored) reported.add(n);
				harness.engine.forget(n);
			}
			await harness.finish();
			for (const n of numbers) {
				if (!forgotten.has(n)) expect(harness.stored).toContain(n);
				else if (!reported.has(n)) expect(harness.stored).not.toContain(n);
			}
		});
	});
});

describe("a large file", () => {
	it("is sent in chunks, and confirmed chunk by chunk", async () => {
		const harness = new Harness(chance(1), NONE);
		harness.add(130 * MIB);
		await harness.finish();
		expect(harness.stored).toEqual([1]);
		expect(harness.kept.get(1)).toBe(130 * MIB);
	});

	it("continues at the offset that the server reports", async () => {
		const harness = new Harness(chance(1), NONE);
		harness.store.expect(1, 50 * MIB);
		Object.assign(harness.store.files.get(1) ?? {}, { bytes: 30 * MIB, begun: true });
		harness.engine.add("drop", [
			{ n: 1, file: { name: "film", size: 50 * MIB, blob: blobOfSize(50 * MIB) } },
		]);
		await harness.finish();
		expect(harness.stored).toEqual([1]);
	});
});

describe("a bandwidth limit", () => {
	it("is kept on average, and can be lifted at any time", async () => {
		const harness = new Harness(chance(1), NONE);
		harness.engine.bytesPerSecond = MIB;
		harness.add(...Array.from({ length: 60 }, () => MIB));
		await harness.clock.advance(20_000);
		const soFar = harness.stored.length;
		expect(soFar).toBeGreaterThanOrEqual(17);
		expect(soFar).toBeLessThanOrEqual(24);
		harness.engine.bytesPerSecond = null;
		await harness.clock.advance(5_000);
		expect(harness.stored).toHaveLength(60);
	});
});
