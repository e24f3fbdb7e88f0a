/**
 * Requests that one question to the binding allows: asking costs a small request as much as a third of all else that
 * it does. What `wrangler.toml` counts is questions, so it is a fifth of the requests.
 */
export const REQUESTS_PER_LEAVE = 5;

/** Sessions whose leaves an isolate remembers. When there are more it begins anew, and asks for each again. */
const MAX_LEAVES = 1_000;

/** Leaves to send requests, by session, as far as they are not used up. */
export class Leaves {
	readonly #left = new Map<string, number>();

	/** Uses one request of what is left; answers whether there was any. */
	use(session: string): boolean {
		const left = this.#left.get(session);
		if (left === undefined) return false;
		if (left === 1) this.#left.delete(session);
		else this.#left.set(session, left - 1);
		return true;
	}

	/** A leave was given, of which one request is used already. */
	give(session: string): void {
		if (this.#left.size >= MAX_LEAVES) this.#left.clear();
		this.#left.set(session, REQUESTS_PER_LEAVE - 1);
	}
}
