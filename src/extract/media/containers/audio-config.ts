import { latin1 } from "../../bytes/bytes.ts";

/** Channels that each channel configuration means (ISO 14496-3, table 1.19); 0 is described elsewhere. */
const CHANNELS: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 8];

/** Descriptors of an elementary stream that lead to its configuration (ISO 14496-1, 7.2.2.1). */
const ES = 0x03;
const DECODER = 0x04;
const SPECIFIC = 0x05;

/** Bytes of the two outer descriptors before what they hold; the first has optional fields that MP4 never uses. */
const FIXED_BYTES: ReadonlyMap<number, number> = new Map([
	[ES, 3],
	[DECODER, 13],
]);

/** Levels of descriptors between the box and the configuration. */
const MAX_DEPTH = 4;

/** Object types whose frames ADTS can carry: Main, LC, SSR and LTP (ISO 14496-3, 1.A.2). */
const PLAIN_TYPES = 4;

/** Spectral band replication and parametric stereo: a plain type stands behind them (ISO 14496-3, 1.6.2.1). */
const EXTENDED: ReadonlySet<number> = new Set([5, 29]);

/** Sampling frequencies that have an index; 15 would say that the frequency itself follows. */
const INDEXED_RATES = 13;

/** How an AAC decoder is set up. */
export interface AudioConfig {
	/** Channels that it will give, where they are told here. */
	readonly channels: number | undefined;
	/** What the header of a frame says of it, where one can: see `adtsHeader`. */
	readonly adts: { readonly type: number; readonly rate: number; readonly channels: number } | undefined;
}

/** The bytes of the decoder's configuration, out of a sample description that holds an `esds` box. */
function specificConfig(description: Uint8Array): Uint8Array | undefined {
	const box = latin1(description).indexOf("esds");
	if (box < 0) return undefined;
	// The box's version and flags follow its name.
	let at = box + 8;
	for (let depth = 0; depth < MAX_DEPTH; depth++) {
		const tag = description[at++] ?? 0;
		// A length of up to four bytes, seven bits each; only its end matters here.
		for (let bytes = 0; bytes < 4; bytes++) if (((description[at++] ?? 0) & 0x80) === 0) break;
		if (tag === SPECIFIC) return description.subarray(at, at + 4);
		const fixed = FIXED_BYTES.get(tag);
		if (fixed === undefined) return undefined;
		at += fixed;
	}
	return undefined;
}

/**
 * How the decoder is set up (AudioSpecificConfig). The sample description's own count of channels is often 2 whatever the
 * sound is (ISO 14496-14, 5.6), so only this one is true.
 */
export function audioConfig(description: Uint8Array): AudioConfig | undefined {
	const config = specificConfig(description);
	if (config === undefined) return undefined;
	const word = config.reduce((bits, byte) => bits * 256 + byte, 0) * 256 ** (4 - config.length);
	/** `count` bits from the one numbered `from`, the first being 0. */
	const bits = (from: number, count: number) => Math.floor(word / 2 ** (32 - from - count)) % 2 ** count;
	const first = bits(0, 5);
	const rate = bits(5, 4);
	const count = bits(9, 4);
	const type = EXTENDED.has(first) ? bits(17, 5) : first;
	const isPlain = type >= 1 && type <= PLAIN_TYPES && rate < INDEXED_RATES && count >= 1 && count <= 7;
	return {
		channels: rate < INDEXED_RATES ? CHANNELS[count] || undefined : undefined,
		adts: isPlain ? { type, rate, channels: count } : undefined,
	};
}
