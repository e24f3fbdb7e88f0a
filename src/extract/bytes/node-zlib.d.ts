/** The two calls of Node's zlib that are used; workerd has them under `nodejs_compat`. */
declare module "node:zlib" {
	interface Bounded {
		/** Bytes of output beyond which the call throws. */
		readonly maxOutputLength: number;
	}
	export function inflateSync(bytes: Uint8Array, options: Bounded): Uint8Array;
	export function brotliDecompressSync(bytes: Uint8Array, options: Bounded): Uint8Array;
}
