/** Whether two proofs are the same, in a time that does not tell how far they agree. */
export function sameProof(one: string, other: string): boolean {
	if (one.length !== other.length) return false;
	let difference = 0;
	for (let index = 0; index < one.length; index++)
		difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
	return difference === 0;
}
