import type { Problem } from "../../protocol/problem.ts";
import { ok, type Result } from "../../protocol/result.ts";
import type { Caller } from "./caller.ts";
import { KnownTokenHashes } from "./known-token-hashes.ts";

/** Shared by all requests of this isolate. Holds plain data only: no promise of one request may be awaited by another. */
const KNOWN_HASHES = new KnownTokenHashes();

/**
 * Checks that a caller may write, before any of its bytes reach storage: from the cache, else by asking the session. The
 * session still decides when the stored bytes are reported to it.
 */
export async function admit({ id, tokenHash, session }: Caller): Promise<Result<null, Problem>> {
	if (KNOWN_HASHES.has(id, tokenHash, Date.now())) return ok(null);
	const admitted = await session.admit(tokenHash);
	if (admitted.ok) KNOWN_HASHES.add(id, tokenHash, Date.now());
	return admitted;
}

/** The session has rejected this caller: the next request asks it again. */
export function forgetAdmission({ id, tokenHash }: Caller): void {
	KNOWN_HASHES.delete(id, tokenHash);
}
