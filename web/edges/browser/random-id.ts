import type { Clock } from "../../../client/http.ts";

/** Values of the random part: 40 bits, so that two ids of the same millisecond practically never collide. */
const RANDOM_VALUES = 2 ** 40;

/** A unique id for a tab or a write: about 17 letters and digits, and a hyphen. */
export function randomId(clock: Clock): string {
	const random = Math.floor(clock.random() * RANDOM_VALUES).toString(36);
	return `${clock.now().toString(36)}-${random.padStart(8, "0")}`;
}
