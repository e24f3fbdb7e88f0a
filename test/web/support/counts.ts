import { type Counts, emptySums } from "../../../web/models/progress/tally.ts";

/** Counts of a list; those not given are 0, and `all` is their sum. */
export function counts(some: Partial<Omit<Counts, "all">>): Counts {
	const all = Object.values(some).reduce((sum, count) => sum + count, 0);
	return { ...emptySums().counts, ...some, all };
}
