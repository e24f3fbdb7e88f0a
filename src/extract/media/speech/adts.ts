import type { AudioConfig } from "../containers/audio-config.ts";

/** Bytes of a frame header without a CRC. */
export const ADTS_HEADER_BYTES = 7;

/** Most bytes of a frame without its header: the length field, which includes the header, has thirteen bits. */
export const MAX_ADTS_FRAME_BYTES = 0x1fff - ADTS_HEADER_BYTES;

/**
 * The ADTS header that turns an AAC frame of an MP4 into a stream of its own (ISO/IEC 14496-3, 1.A.2.2). `frameBytes` is
 * the frame's length without the header.
 */
export function adtsHeader(
	{ type, rate, channels }: NonNullable<AudioConfig["adts"]>,
	frameBytes: number,
): Uint8Array {
	const length = frameBytes + ADTS_HEADER_BYTES;
	return Uint8Array.of(
		0xff,
		// MPEG-4, layer 0, no CRC.
		0xf1,
		((type - 1) << 6) | (rate << 2) | (channels >> 2),
		((channels & 3) << 6) | (length >> 11),
		(length >> 3) & 0xff,
		// Buffer fullness 0x7ff: variable bit rate.
		((length & 7) << 5) | 0x1f,
		0xfc,
	);
}
