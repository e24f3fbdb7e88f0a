/** Whether two token hashes are equal, in a time that does not reveal how far they agree. */
export function isSameTokenHash(one: string, other: string): boolean {
	if (one.length !== other.length) return false;
	let difference = 0;
	for (let index = 0; index < one.length; index++)
		difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
	return difference === 0;
}
