/**
 * Where pieces of a long text stand below each other, in pixels. A piece that was never shown has the height that is
 * guessed; one that was has its own. Sums are kept in a tree (Fenwick 1994), so that a text of 60,000 pieces is looked
 * through in sixteen steps.
 */
export class ChunkLayout {
	readonly count: number;
	/** Pixels of everything. */
	height: number;
	#heights: Float64Array;
	/** Entry `i` (from 1) holds the sum of the `i & -i` heights that end with it. */
	#sums: Float64Array;

	constructor(count: number, guess: number) {
		this.count = count;
		this.height = count * guess;
		this.#heights = new Float64Array(count).fill(guess);
		this.#sums = new Float64Array(count + 1);
		for (let at = 1; at <= count; at++) this.#sums[at] = guess * (at & -at);
	}

	/** Pixels above a piece. */
	topOf(index: number): number {
		let top = 0;
		for (let at = Math.min(index, this.count); at > 0; at -= at & -at) top += this.#sums[at] ?? 0;
		return top;
	}

	/** The piece that stands at so many pixels from the top; the first or the last one beyond the ends. */
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

	/** Takes a piece's own height. Answers whether that is news. */
	measure(index: number, pixels: number): boolean {
		const more = pixels - (this.#heights[index] ?? pixels);
		if (more === 0) return false;
		this.#heights[index] = pixels;
		this.height += more;
		for (let at = index + 1; at <= this.count; at += at & -at) this.#sums[at] = (this.#sums[at] ?? 0) + more;
		return true;
	}
}
