import type { Clock } from "../http/clock.ts";

/** Values of the random part: 40 bits, so that two keys made in one millisecond never meet in practice. */
const RANDOM_VALUES = 2 ** 40;

/** A new batch key. It begins with the time, so that a list of keys sorts by age. */
export function newBatchKey(clock: Clock): string {
	const random = Math.floor(clock.random() * RANDOM_VALUES).toString(36);
	return `drop-${clock.now().toString(36)}-${random}`;
}
