/**
 * Requests that one successful check of the rate limit binding allows. A check costs a small request as much as a third
 * of all its other work. The limit in `wrangler.toml` counts checks, so it is a fifth of the requests.
 */
export const REQUESTS_PER_CHECK = 5;

/** Bounds the cache. When it is full it is cleared, and the binding is asked again for each session. */
const MAX_SESSIONS = 1_000;

/** Requests that each session may still make before the rate limit binding is asked again. */
export class RateAllowance {
	readonly #remaining = new Map<string, number>();

	/** Takes one request from the allowance; `false` when none is left. */
	take(session: string): boolean {
		const remaining = this.#remaining.get(session);
		if (remaining === undefined) return false;
		if (remaining === 1) this.#remaining.delete(session);
		else this.#remaining.set(session, remaining - 1);
		return true;
	}

	/** A check succeeded. The request that made it is already counted. */
	grant(session: string): void {
		if (this.#remaining.size >= MAX_SESSIONS) this.#remaining.clear();
		this.#remaining.set(session, REQUESTS_PER_CHECK - 1);
	}
}
