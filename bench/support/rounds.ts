/** One side of a comparison. `run` does the work once and returns its measurements. */
export interface Side<Measured> {
	readonly name: string;
	run(round: number): Promise<Measured>;
}

/** Warm-up rounds, not counted: they compile code and open connections and files. */
const WARM_UP = 1;

/**
 * Alternates between the sides (A B A B …), so that a machine that is slow for a while is
 * slow for both. Returns the measurements of each side, in the order of the sides.
 */
export async function inTurns<Measured>(
	rounds: number,
	sides: readonly Side<Measured>[],
	warmUp = WARM_UP,
): Promise<Measured[][]> {
	const measured: Measured[][] = sides.map(() => []);
	for (let round = -warmUp; round < rounds; round++) {
		for (const [index, side] of sides.entries()) {
			const result = await side.run(round + warmUp);
			if (round >= 0) measured[index]?.push(result);
		}
	}
	return measured;
}

/** The number of rounds. `ROUNDS=9 npm run bench` overrides the default, for more stable numbers. */
export function rounds(usual: number): number {
	return Math.max(1, Number(process.env.ROUNDS) || usual);
}

export const ROUNDS = rounds(5);
