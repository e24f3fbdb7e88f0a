import { MAX_CONTAINERS } from "../limits.ts";
import type { RangedReader } from "../ranged-reader.ts";
import { latin1, u32, u64 } from "./bytes.ts";

/** One box (ISO 14496-12, 4.2): its type, and where its content begins and ends in the file. */
export interface Box {
	readonly type: string;
	readonly start: number;
	readonly end: number;
}

/** The boxes of one range. `intact`: each has a possible length and ends within the range. */
export interface BoxList {
	readonly boxes: readonly Box[];
	readonly intact: boolean;
}

/** Bytes of the short header and of the long one. */
const SHORT_BYTES = 8;
const LONG_BYTES = 16;

/**
 * Reads the headers of the boxes between `start` and `end`. Every box is at least as long as its header, so each round moves
 * forward. A box that claims to be longer than its parent is cut at the end of the parent, and the list ends there.
 */
export async function readBoxes(reader: RangedReader, start: number, end: number): Promise<BoxList> {
	const boxes: Box[] = [];
	let at = start;
	while (at + SHORT_BYTES <= end && boxes.length < MAX_CONTAINERS) {
		const header = await reader.read(at, LONG_BYTES);
		if (header.length < SHORT_BYTES) return { boxes, intact: false };
		const small = u32(header, 0);
		const headerBytes = small === 1 ? LONG_BYTES : SHORT_BYTES;
		// 0: up to the end; 1: the size is in the long header.
		const size = small === 0 ? end - at : small === 1 ? u64(header, SHORT_BYTES) : small;
		if (size < headerBytes || header.length < headerBytes) return { boxes, intact: false };
		const whole = at + size <= end;
		boxes.push({ type: latin1(header, 4, 4), start: at + headerBytes, end: whole ? at + size : end });
		if (!whole) return { boxes, intact: false };
		at += size;
	}
	return { boxes, intact: true };
}
