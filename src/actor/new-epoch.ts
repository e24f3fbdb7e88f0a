/** An epoch that no other session, and no earlier opening of this one, has ever had: their cursors must not be valid here. */
export function newEpoch(now: number): string {
	const random = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
	return `${now.toString(36)}${random.toString(36)}`;
}
