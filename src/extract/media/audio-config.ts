import { latin1 } from "../bytes.ts";

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

/**
 * How many channels the decoder will give, out of a sample description that holds an `esds` box. The description's own
 * count is often 2 whatever the sound is (ISO 14496-14, 5.6), so only this one is true.
 */
export function channelsOfConfig(description: Uint8Array): number | undefined {
	const box = latin1(description).indexOf("esds");
	if (box < 0) return undefined;
	// The box's version and flags follow its name.
	let at = box + 8;
	for (let depth = 0; depth < MAX_DEPTH; depth++) {
		const tag = description[at++] ?? 0;
		// A length of up to four bytes, seven bits each; only its end matters here.
		for (let bytes = 0; bytes < 4; bytes++) if (((description[at++] ?? 0) & 0x80) === 0) break;
		if (tag === SPECIFIC) return CHANNELS[((description[at + 1] ?? 0) >> 3) & 0x0f] || undefined;
		const fixed = FIXED_BYTES.get(tag);
		if (fixed === undefined) return undefined;
		at += fixed;
	}
	return undefined;
}
