import type { Clock } from "../../../client/http/clock.ts";

/** Values of the random part: 40 bits, so that two names of one millisecond never meet in practice. */
const CHANCES = 2 ** 40;

/** A name that nothing else has: for a tab, or for a write. Letters, digits and a hyphen, about 17 of them. */
export function randomName(clock: Clock): string {
	const chance = Math.floor(clock.random() * CHANCES).toString(36);
	return `${clock.now().toString(36)}-${chance.padStart(8, "0")}`;
}
