import { describe, expect, test } from "vitest";
import { INTERRUPTED } from "../../../src/session/queue/interrupted.ts";
import { type Chance, property } from "../../support/seed.ts";
import { EXTRACTORS, type FakeExtractor, type Nature } from "./fake-extractors.ts";
import { SliceWorld } from "./slice-world.ts";

const BATCHES = ["drop-a", "drop-b", "drop-c"] as const;

/** Problems that a file may end with. Anything else was said by an extractor that had no right to. */
const REASONS = ["unreadable", "storage-silent", INTERRUPTED];

function someNature(chance: Chance): Nature {
	const isPhoto = chance.below(3) === 0;
	const isLarge = chance.below(3) === 0;
	return {
		size: isLarge ? 300_000 + chance.below(10_000_000) : chance.below(250_000),
		isPhoto,
		checkpoints: isPhoto ? 0 : chance.below(isLarge ? 6 : 2),
		isDamaged: chance.below(12) === 0,
		kills: false,
	};
}

/** Stores files, some at once and some while others are read. */
async function storeSome(world: SliceWorld, files: number): Promise<void> {
	const { chance } = world;
	for (let left = files; left > 0; ) {
		for (let count = Math.min(left, chance.pick([1, 3, 20])); count > 0; count--, left--)
			world.store(chance.pick(BATCHES), someNature(chance));
		await world.sleep(chance.pick([0, 5, 500, 8_000]));
	}
}

function expectAllEnded(world: SliceWorld): void {
	for (const { n, state, problem, name } of world.session.state.files.values()) {
		if (state === "completed") expect(problem, `problem of ${name}`).toBeUndefined();
		else
			expect([n, state, REASONS.includes(problem?.code ?? ""), problem?.detail !== ""]).toEqual([
				n,
				"failed",
				true,
				true,
			]);
	}
}

const EVERY_EXTRACTOR: readonly FakeExtractor[] = Object.values(EXTRACTORS);

describe("slices of work", () => {
	test("end every file, whatever extractors do", { timeout: 120_000 }, async () => {
		await property(60, async (chance) => {
			const world = new SliceWorld({
				chance,
				extractor: () => chance.pick([EXTRACTORS.honest, ...EVERY_EXTRACTOR]),
				storageFailures: 0.03,
			});
			await world.run(storeSome(world, 20 + chance.below(100)));
			expect(world.session.state.files.size).toBeGreaterThanOrEqual(20);
			expectAllEnded(world);
		});
	});

	test.each(Object.keys(EXTRACTORS) as (keyof typeof EXTRACTORS)[])(
		"end every file if every second extractor is one that %s",
		{ timeout: 120_000 },
		async (name) => {
			await property(6, async (chance) => {
				const world = new SliceWorld({
					chance,
					extractor: () => chance.pick([EXTRACTORS.honest, EXTRACTORS[name]]),
					storageFailures: 0,
				});
				await world.run(storeSome(world, 60));
				expectAllEnded(world);
			});
		},
	);

	test("complete every sound file beside files that kill what reads them", { timeout: 120_000 }, async () => {
		await property(30, async (chance) => {
			const world = new SliceWorld({
				chance,
				extractor: () =>
					chance.pick([EXTRACTORS.honest, EXTRACTORS.late, EXTRACTORS["begins one file after the other"]]),
				storageFailures: 0,
			});
			const poisonous = new Set<number>();
			for (let file = 0; file < 60; file++) {
				const kills = chance.below(12) === 0;
				const nature = { ...someNature(chance), isDamaged: false, checkpoints: 0, kills };
				const n = world.store(chance.pick(BATCHES), kills ? { ...nature, isPhoto: false } : nature);
				if (kills) poisonous.add(n);
			}
			await world.run();
			for (const { n, state, problem } of world.session.state.files.values()) {
				const wanted = poisonous.has(n) ? ["failed", INTERRUPTED] : ["completed", undefined];
				expect([n, state, problem?.code]).toEqual([n, ...wanted]);
			}
		});
	});

	test("end every file while people cancel files and send them again", { timeout: 120_000 }, async () => {
		await property(40, async (chance) => {
			const world = new SliceWorld({
				chance,
				extractor: () => chance.pick([EXTRACTORS.honest, EXTRACTORS.late, ...EVERY_EXTRACTOR]),
				storageFailures: 0.02,
			});
			async function interfere(): Promise<void> {
				for (let times = 0; times < 20; times++) {
					await world.sleep(chance.pick([3, 60, 900]));
					const files = [...world.session.state.files.values()].filter(({ state }) => state !== "completed");
					const file = chance.pick(files);
					if (file) world.sendAgain(file.n);
				}
			}
			await world.run(Promise.all([storeSome(world, 60), interfere()]).then(() => {}));
			expectAllEnded(world);
		});
	});

	test("are the same again for the same seed", async () => {
		const run = async (seed: number) => {
			let last: unknown;
			await property(
				1,
				async (chance) => {
					const world = new SliceWorld({
						chance,
						extractor: () => chance.pick([EXTRACTORS.late, ...EVERY_EXTRACTOR]),
						storageFailures: 0.05,
					});
					await world.run(storeSome(world, 50));
					last = [...world.session.state.files.values()];
				},
				seed,
			);
			return last;
		};
		expect(await run(7)).toEqual(await run(7));
	});
});
