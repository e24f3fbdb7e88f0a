/**
 * Whether an `If-None-Match` names this tag (RFC 9110 §13.1.2): any of a list, compared weakly, because whoever
 * compresses a response on its way weakens its tag.
 */
export function isKnown(ifNoneMatch: string | undefined, tag: string): boolean {
	if (ifNoneMatch === undefined) return false;
	if (ifNoneMatch.trim() === "*") return true;
	return ifNoneMatch.split(",").some((known) => known.trim().replace(/^W\//, "") === tag);
}
