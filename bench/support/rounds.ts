/** One side of a comparison. `run` does the whole work once and gives what it measured. */
export interface Side<Measured> {
	readonly name: string;
	run(round: number): Promise<Measured>;
}

/** Rounds that are run first and not counted: code is compiled, connections and files are opened. */
const WARM_UP = 1;

/**
 * Runs the sides in turn (A B A B …) rather than one after the other, so that a machine which is slower for a while is
 * slower for both. Gives each side's measurements in the order of the sides.
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

/** How many rounds a bench runs, unless it is told: `ROUNDS=9 npm run bench` for steadier numbers. */
export function rounds(usual: number): number {
	return Math.max(1, Number(process.env.ROUNDS) || usual);
}

export const ROUNDS = rounds(5);
