/** The calls of Node's zlib that are used, here and in `src/routes`; workerd provides them under `nodejs_compat`. */
declare module "node:zlib" {
	interface Bounded {
		/** The call throws when the output exceeds this many bytes. */
		readonly maxOutputLength: number;
	}
	export function inflateSync(bytes: Uint8Array, options: Bounded): Uint8Array;
	/** `value`: the CRC-32 of the bytes before these. */
	export function crc32(bytes: Uint8Array, value?: number): number;
	export function brotliDecompressSync(bytes: Uint8Array, options: Bounded): Uint8Array;
}
