import type { Clock } from "../http/clock.ts";

/** Values of the random part: 40 bits, so that two drops in one millisecond never share a key in practice. */
const CHANCES = 2 ** 40;

/** A fresh name for a drop; the time in it makes lists of keys readable. */
export function newBatchKey(clock: Clock): string {
	const chance = Math.floor(clock.random() * CHANCES).toString(36);
	return `drop-${clock.now().toString(36)}-${chance}`;
}
