/** How little the first places count more than the next ones (Cormack, Clarke and Büttcher 2009, "Reciprocal Rank Fusion"). */
const DAMPING = 60;

/** One item of several rankings, and how well it stands in all of them. */
export interface Fused {
	readonly id: number;
	readonly score: number;
}

/** Joins rankings whose scores do not compare: what stands far up in several of them comes first. Ties in the order of ids. */
export function fuseRanks(...rankings: readonly (readonly number[])[]): Fused[] {
	const scores = new Map<number, number>();
	for (const ranking of rankings)
		for (const [index, id] of ranking.entries())
			scores.set(id, (scores.get(id) ?? 0) + 1 / (DAMPING + index + 1));
	return [...scores].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score || a.id - b.id);
}
