/**
 * Whether an `If-None-Match` header lists this tag. RFC 9110 §13.1.2: the recipient MUST use the weak comparison function.
 * Proxies that compress a response weaken its tag.
 */
export function matchesIfNoneMatch(ifNoneMatch: string | undefined, tag: string): boolean {
	if (ifNoneMatch === undefined) return false;
	if (ifNoneMatch.trim() === "*") return true;
	return ifNoneMatch.split(",").some((listed) => listed.trim().replace(/^W\//, "") === tag);
}
