/** The constant k of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009): the larger, the less the first ranks dominate. */
const DAMPING = 60;

/** An item of several rankings, with its fused score. */
export interface Fused {
	readonly id: number;
	readonly score: number;
}

/** Fuses rankings whose scores cannot be compared: an item near the top of several comes first. Ties are broken by id. */
export function fuseRanks(...rankings: readonly (readonly number[])[]): Fused[] {
	const scores = new Map<number, number>();
	for (const ranking of rankings)
		for (const [index, id] of ranking.entries())
			scores.set(id, (scores.get(id) ?? 0) + 1 / (DAMPING + index + 1));
	return [...scores].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score || a.id - b.id);
}
