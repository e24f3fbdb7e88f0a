import { type Counts, noSums } from "../../../web/models/progress/tally.ts";

/** Counts of a list; what is not named is nought, and all is their sum. */
export function counts(some: Partial<Omit<Counts, "all">>): Counts {
	const all = Object.values(some).reduce((sum, count) => sum + count, 0);
	return { ...noSums().counts, ...some, all };
}
