import { describe, expect, it } from "vitest";
import { PARALLEL } from "../../../client/sending/parallel-requests.ts";
import { UploadEngine } from "../../../client/sending/upload-engine.ts";
import { MIB } from "../../../src/protocol/limits.ts";
import { type Chance, chance, property } from "../../support/seed.ts";
import { FakeStore, type Faults } from "../../web/support/fake-store.ts";
import { hollow } from "../../web/support/hollow.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";

const NONE: Faults = { lost: 0, unheard: 0, cut: 0, busy: 0, broken: 0 };

/** An engine before a store with a memory, and what it tells. */
class World {
	readonly clock = new FakeClock();
	readonly stored: number[] = [];
	readonly failed: number[] = [];
	readonly kept = new Map<number, number>();
	readonly waits: string[] = [];
	readonly store: FakeStore;
	readonly engine: UploadEngine;
	#last = 0;

	constructor(luck: Chance, faults: Faults) {
		this.store = new FakeStore(this.clock, luck, faults);
		this.engine = new UploadEngine(
			{
				send: this.store.send,
				clock: this.clock,
				online: () => true,
				isReadable: async () => true,
			},
			{
				sent: () => {},
				kept: (n, bytes) => this.kept.set(n, bytes),
				stored: (n) => this.stored.push(n),
				gone: () => {},
				parked: () => {},
				failed: (n) => this.failed.push(n),
				waiting: (why) => this.waits.push(why),
				goingOn: () => {},
				sessionEnded: () => {},
			},
		);
	}

	/** Adds files of these sizes. */
	add(...sizes: readonly number[]): number[] {
		const files = sizes.map((size) => {
			const n = ++this.#last;
			this.store.expect(n, size);
			return { n, file: { name: `${n}`, size, blob: hollow(size) } };
		});
		this.engine.add(`batch-${this.#last % 3}`, files);
		return files.map(({ n }) => n);
	}

	async finish(): Promise<void> {
		for (let round = 0; round < 5_000 && this.engine.busy; round++) await this.clock.advance(5_000);
		await settle();
	}
}

function sizes(luck: Chance): number[] {
	return Array.from({ length: 1 + luck.below(120) }, () =>
		luck.pick([0, 1, 50_000, luck.below(5 * MIB), luck.below(20 * MIB), luck.below(200 * MIB)]),
	);
}

describe("whatever happens on the way", () => {
	it("every file is stored once, and told once", async () => {
		await property(60, async (luck) => {
			const faults = { lost: 0.1, unheard: 0.1, cut: 0.1, busy: 0.05, broken: 0 };
			const world = new World(luck, faults);
			const numbers = world.add(...sizes(luck));
			await world.finish();
			expect(world.failed).toEqual([]);
			expect(world.stored.toSorted((a, b) => a - b)).toEqual(numbers);
			for (const { times, bytes, size } of world.store.files.values())
				expect([times, bytes]).toEqual([1, size]);
			expect(world.store.most).toBeLessThanOrEqual(PARALLEL);
		});
	});

	it("nothing that is known to be stored is sent again, also when people pause and resume", async () => {
		await property(60, async (luck) => {
			const world = new World(luck, { ...NONE, lost: 0.1, busy: 0.05 });
			const numbers = world.add(...sizes(luck));
			for (let act = 0; act < 20; act++) {
				await world.clock.advance(luck.below(400));
				const some = luck.shuffle(numbers).slice(0, luck.below(numbers.length + 1));
				if (luck.below(2) === 0) world.engine.pause(some);
				else world.engine.resume(some);
			}
			world.engine.resume(numbers);
			await world.finish();
			expect(world.stored.toSorted((a, b) => a - b)).toEqual(numbers);
			expect(world.store.again).toBe(0);
			expect(world.store.running).toBe(0);
		});
	});

	it("a dropped file is not told of again, and the others arrive", async () => {
		await property(40, async (luck) => {
			const world = new World(luck, { ...NONE, lost: 0.1 });
			const numbers = world.add(...sizes(luck));
			const dropped = new Set(numbers.filter(() => luck.below(3) === 0));
			const told = new Set<number>();
			for (const n of dropped) {
				await world.clock.advance(luck.below(20));
				for (const n of world.stored) told.add(n);
				world.engine.drop(n);
			}
			await world.finish();
			for (const n of numbers) {
				if (!dropped.has(n)) expect(world.stored).toContain(n);
				else if (!told.has(n)) expect(world.stored).not.toContain(n);
			}
		});
	});
});

describe("a large file", () => {
	it("goes in pieces, and is told piece by piece", async () => {
		const world = new World(chance(1), NONE);
		world.add(130 * MIB);
		await world.finish();
		expect(world.stored).toEqual([1]);
		expect(world.kept.get(1)).toBe(130 * MIB);
	});

	it("goes on where the server says that it stands", async () => {
		const world = new World(chance(1), NONE);
		world.store.expect(1, 50 * MIB);
		Object.assign(world.store.files.get(1) ?? {}, { bytes: 30 * MIB, begun: true });
		world.engine.add("drop", [{ n: 1, file: { name: "film", size: 50 * MIB, blob: hollow(50 * MIB) } }]);
		await world.finish();
		expect(world.stored).toEqual([1]);
	});
});

describe("a bandwidth limit", () => {
	it("is kept on the whole, and lifted while things run", async () => {
		const world = new World(chance(1), NONE);
		world.engine.bytesPerSecond = MIB;
		world.add(...Array.from({ length: 60 }, () => MIB));
		await world.clock.advance(20_000);
		const soFar = world.stored.length;
		expect(soFar).toBeGreaterThanOrEqual(17);
		expect(soFar).toBeLessThanOrEqual(24);
		world.engine.bytesPerSecond = null;
		await world.clock.advance(5_000);
		expect(world.stored).toHaveLength(60);
	});
});
