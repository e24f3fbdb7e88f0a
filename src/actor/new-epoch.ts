/** An epoch that no session and no earlier life of this one ever had, so that no cursor of theirs is taken for one of this. */
export function freshEpoch(now: number): string {
	const chance = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
	return `${now.toString(36)}${chance.toString(36)}`;
}
