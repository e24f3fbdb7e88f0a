/**
 * Milliseconds for which an isolate believes that a proof is right because its session said so. A session that is
 * removed meanwhile refuses what is stored for it, and looks for what may have been left after this time.
 */
const BELIEVED_MS = 30_000;

/** Proofs that an isolate remembers. When there are more it begins anew, and asks for each again. */
const MAX_PROOFS = 1_000;

/** The proofs that sessions have said yes to a short while ago: who shows one need not be asked about again. */
export class KnownProofs {
	readonly #until = new Map<string, number>();

	/** The session said yes to a proof. */
	vouch(session: string, proof: string, now: number): void {
		if (this.#until.size >= MAX_PROOFS) this.#until.clear();
		this.#until.set(`${session}.${proof}`, now + BELIEVED_MS);
	}

	/** Whether the session said yes a short while ago. */
	isKnown(session: string, proof: string, now: number): boolean {
		return (this.#until.get(`${session}.${proof}`) ?? 0) > now;
	}

	/** The session said no. */
	forget(session: string, proof: string): void {
		this.#until.delete(`${session}.${proof}`);
	}
}
