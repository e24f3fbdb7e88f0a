import { latin1 } from "../../bytes/bytes.ts";

/** Channels per channel configuration (ISO/IEC 14496-3, table 1.19); 0 is defined elsewhere in the stream. */
const CHANNELS: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 8];

/** Tags of the nested descriptors that lead to the configuration (ISO/IEC 14496-1, 7.2.2.1). */
const ES_DESCRIPTOR = 0x03;
const DECODER_CONFIG = 0x04;
const DECODER_SPECIFIC_INFO = 0x05;

/** Fixed bytes of the outer descriptors before the nested one; the optional fields of the first are not used in MP4. */
const FIXED_BYTES: ReadonlyMap<number, number> = new Map([
	[ES_DESCRIPTOR, 3],
	[DECODER_CONFIG, 13],
]);

/** Most nested descriptors that are followed. */
const MAX_DEPTH = 4;

/** Audio object types 1 to 4 can be carried in ADTS: Main, LC, SSR and LTP (ISO/IEC 14496-3, 1.A.2). */
const MAX_ADTS_TYPE = 4;

/** Spectral band replication and parametric stereo: the underlying type follows them (ISO/IEC 14496-3, 1.6.2.1). */
const EXTENSION_TYPES: ReadonlySet<number> = new Set([5, 29]);

/** Sampling frequency indexes 0 to 12 are defined; 15 means that the frequency itself follows. */
const INDEXED_RATES = 13;

/** How an AAC decoder is set up. */
export interface AudioConfig {
	/** Output channels; `undefined`: defined elsewhere in the stream. */
	readonly channels: number | undefined;
	/** The fields of an ADTS header; `undefined` where ADTS cannot carry the stream. See `adtsHeader`. */
	readonly adts: { readonly type: number; readonly rate: number; readonly channels: number } | undefined;
}

/** The first bytes of AudioSpecificConfig, from a sample description with an `esds` box. */
function specificConfig(description: Uint8Array): Uint8Array | undefined {
	const box = latin1(description).indexOf("esds");
	if (box < 0) return undefined;
	// The box's version and flags follow its name.
	let at = box + 8;
	for (let depth = 0; depth < MAX_DEPTH; depth++) {
		const tag = description[at++] ?? 0;
		// A length of up to four bytes with seven bits each; only where it ends matters here.
		for (let bytes = 0; bytes < 4; bytes++) if (((description[at++] ?? 0) & 0x80) === 0) break;
		if (tag === DECODER_SPECIFIC_INFO) return description.subarray(at, at + 4);
		const fixed = FIXED_BYTES.get(tag);
		if (fixed === undefined) return undefined;
		at += fixed;
	}
	return undefined;
}

/**
 * Reads AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1) from a sample description. The channel count of the sample
 * description itself is not reliable: it is often 2 whatever the audio is (ISO/IEC 14496-14, 5.6).
 */
export function readAudioConfig(description: Uint8Array): AudioConfig | undefined {
	const config = specificConfig(description);
	if (config === undefined) return undefined;
	const word = config.reduce((bits, byte) => bits * 256 + byte, 0) * 256 ** (4 - config.length);
	/** `count` bits, starting at bit `from`; bit 0 is the first. */
	const bits = (from: number, count: number) => Math.floor(word / 2 ** (32 - from - count)) % 2 ** count;
	const first = bits(0, 5);
	const rate = bits(5, 4);
	const count = bits(9, 4);
	const type = EXTENSION_TYPES.has(first) ? bits(17, 5) : first;
	const fitsAdts = type >= 1 && type <= MAX_ADTS_TYPE && rate < INDEXED_RATES && count >= 1 && count <= 7;
	return {
		channels: rate < INDEXED_RATES ? CHANNELS[count] || undefined : undefined,
		adts: fitsAdts ? { type, rate, channels: count } : undefined,
	};
}
