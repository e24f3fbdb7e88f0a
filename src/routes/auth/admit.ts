import type { Problem } from "../../protocol/problem.ts";
import { ok, type Result } from "../../protocol/result.ts";
import type { Caller } from "./caller.ts";
import { KnownProofs } from "./known-token-hashes.ts";

/** Shared by all requests of this isolate. Hashes and times only: no request waits for another. */
const KNOWN = new KnownProofs();

/**
 * Makes sure that a caller may write, before any byte of theirs goes to storage: by what the session said a short while
 * ago, else by asking it. What is written is then told to the session, which has the last word.
 */
export async function admit({ id, proof, door }: Caller): Promise<Result<null, Problem>> {
	if (KNOWN.isKnown(id, proof, Date.now())) return ok(null);
	const admitted = await door.admit(proof);
	if (admitted.ok) KNOWN.vouch(id, proof, Date.now());
	return admitted;
}

/** The session has said no to a caller whom it may have admitted before. */
export function expel({ id, proof }: Caller): void {
	KNOWN.forget(id, proof);
}
