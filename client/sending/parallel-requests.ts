/**
 * Requests at once over HTTP/1.1: a browser opens six connections to an origin; one stays free for the poll and one for
 * whatever a person clicks.
 */
export const PARALLEL = 4;

/** Requests at once where all share one connection: more than this many only wait in the server. */
const PARALLEL_SHARED = 8;

/** How many requests may carry bytes at once, by the protocol that brought the page (RFC 7301 names; empty when unknown). */
export function requestsAtOnce(protocol: string): number {
	return protocol === "h2" || protocol === "h3" ? PARALLEL_SHARED : PARALLEL;
}
