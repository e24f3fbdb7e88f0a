import type { AudioConfig } from "../containers/audio-config.ts";

/** Bytes of the header of one frame without a checksum. */
export const ADTS_BYTES = 7;

/** Bytes of the longest frame: its length, header included, has thirteen bits. */
export const MAX_ADTS_FRAME = 0x1fff - ADTS_BYTES;

/**
 * The header that makes an AAC frame of a film stand by itself (ISO 14496-3, 1.A.2.2). `frame` is its length in bytes
 * without the header.
 */
export function adtsHeader(
	{ type, rate, channels }: NonNullable<AudioConfig["adts"]>,
	frame: number,
): Uint8Array {
	const length = frame + ADTS_BYTES;
	return Uint8Array.of(
		0xff,
		// MPEG-4, no layer, no checksum.
		0xf1,
		((type - 1) << 6) | (rate << 2) | (channels >> 2),
		((channels & 3) << 6) | (length >> 11),
		(length >> 3) & 0xff,
		// How full the decoder's buffer is, is left open.
		((length & 7) << 5) | 0x1f,
		0xfc,
	);
}
