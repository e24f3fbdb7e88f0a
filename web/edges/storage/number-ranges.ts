/** Consecutive numbers as ranges, both ends included: files are sent in order, so a thousand deletions become a few. */
export function runsOf(numbers: readonly number[]): readonly (readonly [first: number, last: number])[] {
	const runs: [number, number][] = [];
	for (const n of numbers.toSorted((a, b) => a - b)) {
		const run = runs.at(-1);
		if (run !== undefined && n <= run[1] + 1) run[1] = n;
		else runs.push([n, n]);
	}
	return runs;
}
