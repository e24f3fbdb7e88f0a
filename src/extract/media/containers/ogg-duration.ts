import { startsWith, u32 } from "../../bytes/bytes.ts";
import { MAX_OGG_PAGE_BYTES } from "../../limits.ts";
import type { RangedReader } from "../../reader.ts";

/** Samples a second by which Opus counts, whatever it was recorded at (RFC 7845, section 4). */
export const OPUS_RATE = 48_000;

/** Bytes of a page's head up to its serial number (RFC 3533, section 6). */
const HEAD_BYTES = 18;

/** Seconds of an Ogg file of one stream: the last page says how many samples end with it. */
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
		// All ones: no packet ends on this page.
		if (samples <= Number.MAX_SAFE_INTEGER) return samples / samplesPerSecond;
	}
	return undefined;
}
