import { startsWith, u32 } from "../../bytes/bytes.ts";
import { MAX_OGG_PAGE_BYTES } from "../../limits.ts";
import type { RangedReader } from "../../ranged-reader.ts";

/** Opus granule positions count samples at this rate in hertz, whatever the input rate was (RFC 7845, section 4). */
export const OPUS_RATE = 48_000;

/** Bytes of a page header up to and including the serial number (RFC 3533, section 6). */
const HEAD_BYTES = 18;

/** Seconds of an Ogg file with one stream, from the granule position of its last page; `undefined` where there is none. */
export async function oggDuration(
	reader: RangedReader,
	samplesPerSecond: number,
): Promise<number | undefined> {
	if (!(samplesPerSecond > 0)) return undefined;
	const start = Math.max(0, reader.size - MAX_OGG_PAGE_BYTES);
	const tail = await reader.read(start, MAX_OGG_PAGE_BYTES);
	for (let at = tail.length - HEAD_BYTES; at >= 0; at--) {
		if (!startsWith(tail, "OggS", at)) continue;
		const samples = u32(tail, at + 6, true) + u32(tail, at + 10, true) * 0x1_0000_0000;
		// All ones: no packet ends on this page (RFC 3533, section 6).
		if (samples <= Number.MAX_SAFE_INTEGER) return samples / samplesPerSecond;
	}
	return undefined;
}
