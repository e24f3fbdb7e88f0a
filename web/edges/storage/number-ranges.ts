/** Groups numbers into ranges, both ends included. Files are sent in order, so a thousand deletions become a few. */
export function toRanges(numbers: readonly number[]): readonly (readonly [first: number, last: number])[] {
	const ranges: [number, number][] = [];
	for (const n of numbers.toSorted((a, b) => a - b)) {
		const range = ranges.at(-1);
		if (range !== undefined && n <= range[1] + 1) range[1] = n;
		else ranges.push([n, n]);
	}
	return ranges;
}
