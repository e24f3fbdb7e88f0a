/**
 * Positions of the chunks of a long text below each other, in pixels. A chunk has an estimated height until it is
 * measured. Sums are kept in a Fenwick tree (Fenwick 1994), so that a text of 60,000 chunks is searched in sixteen
 * steps.
 */
export class ChunkLayout {
	readonly count: number;
	/** The total height in pixels. */
	height: number;
	#heights: Float64Array;
	/** Entry `i` (from 1) holds the sum of the `i & -i` heights that end with it. */
	#sums: Float64Array;

	constructor(count: number, estimate: number) {
		this.count = count;
		this.height = count * estimate;
		this.#heights = new Float64Array(count).fill(estimate);
		this.#sums = new Float64Array(count + 1);
		for (let at = 1; at <= count; at++) this.#sums[at] = estimate * (at & -at);
	}

	/** Pixels above a chunk. */
	topOf(index: number): number {
		let top = 0;
		for (let at = Math.min(index, this.count); at > 0; at -= at & -at) top += this.#sums[at] ?? 0;
		return top;
	}

	/** The chunk at this many pixels from the top; the first or last one beyond the ends. */
	indexAt(pixels: number): number {
		let [at, left] = [0, pixels];
		for (let step = 2 ** Math.floor(Math.log2(Math.max(1, this.count))); step >= 1; step /= 2) {
			const sum = this.#sums[at + step];
			if (at + step > this.count || sum === undefined || sum > left) continue;
			at += step;
			left -= sum;
		}
		return Math.max(0, Math.min(at, this.count - 1));
	}

	/** Sets a chunk's measured height. Returns whether it has changed. */
	measure(index: number, pixels: number): boolean {
		const more = pixels - (this.#heights[index] ?? pixels);
		if (more === 0) return false;
		this.#heights[index] = pixels;
		this.height += more;
		for (let at = index + 1; at <= this.count; at += at & -at) this.#sums[at] = (this.#sums[at] ?? 0) + more;
		return true;
	}
}
