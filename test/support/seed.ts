/** A seeded random generator: the same seed gives the same run. */
export interface Chance {
	readonly seed: number;
	/** In [0, 1). */
	next(): number;
	/** An integer in [0, `bound`). */
	below(bound: number): number;
	/** One of them. */
	pick<Item>(items: readonly [Item, ...Item[]]): Item;
	pick<Item>(items: readonly Item[]): Item | undefined;
	/** A shuffled copy. */
	shuffle<Item>(items: readonly Item[]): Item[];
}

/** Mulberry32: 32 bits of state, uniform enough for tests, and short enough to check by reading. */
export function chance(seed: number): Chance {
	let state = seed >>> 0;
	function next(): number {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	}
	const below = (bound: number) => Math.floor(next() * bound);
	function pick<Item>(items: readonly [Item, ...Item[]]): Item;
	function pick<Item>(items: readonly Item[]): Item | undefined;
	function pick<Item>(items: readonly Item[]): Item | undefined {
		return items[below(items.length)];
	}
	function shuffle<Item>(items: readonly Item[]): Item[] {
		const keyed = items.map((item) => ({ item, key: next() }));
		return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
	}
	return { seed, next, below, pick, shuffle };
}

/** `SEED=… npm test` replays a run; without it each run uses a new seed. */
export function freshSeed(): number {
	const wanted = process.env.SEED;
	if (wanted === undefined || wanted === "") return Math.floor(Math.random() * 2 ** 32);
	if (!/^\d{1,10}$/.test(wanted)) throw new Error(`SEED must be a whole number, not "${wanted}".`);
	return Number(wanted);
}

/**
 * Runs a property on many random inputs. When one fails, the error says how to replay it:
 * `SEED` is the seed of the first run, so the failing run comes first.
 */
export async function property(
	runs: number,
	check: (chance: Chance) => void | Promise<void>,
	first = freshSeed(),
): Promise<void> {
	for (let run = 0; run < runs; run++) {
		const seed = (first + run) >>> 0;
		try {
			await check(chance(seed));
		} catch (error) {
			throw new Error(`Run ${run + 1} of ${runs} failed. Replay it with SEED=${seed}.\n${error}`, {
				cause: error,
			});
		}
	}
}
