import { MAX_CONTAINERS } from "../limits.ts";
import type { RangedReader } from "../reader.ts";
import { latin1, u32, u64 } from "./bytes.ts";

/** One box (ISO 14496-12, 4.2): its type and where its content stands in the file. */
export interface Box {
	readonly type: string;
	readonly start: number;
	readonly end: number;
}

/** Bytes of the short header and of the long one. */
const SHORT_BYTES = 8;
const LONG_BYTES = 16;

/**
 * The boxes that follow each other from `start` to `end`. Every box is at least its own header long, so each round
 * moves forward; a box that claims more than its parent has ends the list there and counts as unsound.
 */
export async function boxesIn(reader: RangedReader, start: number, end: number) {
	const boxes: Box[] = [];
	let at = start;
	while (at + SHORT_BYTES <= end && boxes.length < MAX_CONTAINERS) {
		const head = await reader.read(at, LONG_BYTES);
		if (head.length < SHORT_BYTES) return { boxes, sound: false };
		const small = u32(head, 0);
		const header = small === 1 ? LONG_BYTES : SHORT_BYTES;
		const size = small === 0 ? end - at : small === 1 ? u64(head, SHORT_BYTES) : small;
		if (size < header || head.length < header) return { boxes, sound: false };
		const whole = at + size <= end;
		boxes.push({ type: latin1(head, 4, 4), start: at + header, end: whole ? at + size : end });
		if (!whole) return { boxes, sound: false };
		at += size;
	}
	return { boxes, sound: true };
}
