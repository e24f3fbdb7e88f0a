/// <reference path="./node-zlib.d.ts" />
import { brotliDecompressSync, inflateSync } from "node:zlib";
import { MAX_INFLATED_BYTES, MAX_INFLATED_TOTAL_BYTES, MAX_INFLATION } from "../limits.ts";

/**
 * Unpacks the packed pieces of one file out of one allowance, so that many small bombs are no worse than one. Node's
 * zlib rather than `DecompressionStream`: it stops exactly at a bound of output bytes, and it knows Brotli.
 */
export class Unpacker {
	#left = MAX_INFLATED_TOTAL_BYTES;

	/** zlib data; nothing where it is damaged or would grow beyond what is left. */
	inflate(bytes: Uint8Array): Uint8Array | undefined {
		return this.#attempt(bytes, inflateSync, bytes.length * MAX_INFLATION);
	}

	/** Brotli data, which has no bound of growth of its own. */
	unbrotli(bytes: Uint8Array): Uint8Array | undefined {
		return this.#attempt(bytes, brotliDecompressSync, MAX_INFLATED_BYTES);
	}

	#attempt(bytes: Uint8Array, unpack: typeof inflateSync, worst: number): Uint8Array | undefined {
		const maxOutputLength = Math.min(this.#left, MAX_INFLATED_BYTES);
		if (maxOutputLength <= 0) return undefined;
		try {
			// A plain array of its own: Node gives a `Buffer`, which behaves differently in places.
			const unpacked = new Uint8Array(unpack(bytes, { maxOutputLength }));
			this.#left -= unpacked.length;
			return unpacked;
		} catch {
			this.#left -= Math.min(maxOutputLength, worst);
			return undefined;
		}
	}
}
