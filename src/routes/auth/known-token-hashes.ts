/**
 * Milliseconds for which an isolate trusts a session's answer about a token hash. A session that is removed meanwhile
 * refuses what is stored for it, and collects orphaned objects after this time.
 */
const TRUSTED_MS = 30_000;

/** Bounds the cache. When it is full it is cleared, and each session is asked again. */
const MAX_HASHES = 1_000;

/** Caches the token hashes that sessions have accepted, so that an upload request need not ask its session first. */
export class KnownTokenHashes {
	readonly #trustedUntil = new Map<string, number>();

	/** `session` has accepted this hash. */
	add(session: string, tokenHash: string, now: number): void {
		if (this.#trustedUntil.size >= MAX_HASHES) this.#trustedUntil.clear();
		this.#trustedUntil.set(`${session}.${tokenHash}`, now + TRUSTED_MS);
	}

	has(session: string, tokenHash: string, now: number): boolean {
		return (this.#trustedUntil.get(`${session}.${tokenHash}`) ?? 0) > now;
	}

	/** `session` has rejected this hash. */
	delete(session: string, tokenHash: string): void {
		this.#trustedUntil.delete(`${session}.${tokenHash}`);
	}
}
