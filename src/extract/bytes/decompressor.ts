/// <reference path="./node-zlib.d.ts" />
import { brotliDecompressSync, inflateSync } from "node:zlib";
import { MAX_DEFLATE_RATIO, MAX_INFLATED_BYTES, MAX_INFLATED_TOTAL_BYTES } from "../limits.ts";

/**
 * Decompresses the chunks of one file within one allowance of output, so that many small bombs are no worse than one large one.
 * Node's zlib instead of `DecompressionStream`, because it stops exactly at a number of output bytes and supports Brotli.
 */
export class Decompressor {
	#left = MAX_INFLATED_TOTAL_BYTES;

	/** zlib data; `undefined` when it is damaged or would exceed the allowance. */
	inflate(bytes: Uint8Array): Uint8Array | undefined {
		return this.#decompress(bytes, inflateSync, bytes.length * MAX_DEFLATE_RATIO);
	}

	/** Brotli data, whose expansion has no limit of its own. */
	brotli(bytes: Uint8Array): Uint8Array | undefined {
		return this.#decompress(bytes, brotliDecompressSync, MAX_INFLATED_BYTES);
	}

	#decompress(bytes: Uint8Array, run: typeof inflateSync, worstCase: number): Uint8Array | undefined {
		const maxOutputLength = Math.min(this.#left, MAX_INFLATED_BYTES);
		if (maxOutputLength <= 0) return undefined;
		try {
			// A copy: Node returns a `Buffer`, whose `slice` and others differ from those of `Uint8Array`.
			const output = new Uint8Array(run(bytes, { maxOutputLength }));
			this.#left -= output.length;
			return output;
		} catch {
			this.#left -= Math.min(maxOutputLength, worstCase);
			return undefined;
		}
	}
}
