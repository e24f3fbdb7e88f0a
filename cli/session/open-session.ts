import type { Failure } from "../../client/http/failure.ts";
import type { Answer } from "../../client/http/request.ts";
import type { Persevere } from "../../client/http/retry.ts";
import { ok, type Result, refuse } from "../../src/protocol/result.ts";
import { connect } from "./connect.ts";
import type { Credential } from "./credential.ts";

/** A session that is there. */
export interface OpenSession {
	readonly credential: Credential;
	/** Milliseconds since 1970. */
	readonly expiresAt: number;
}

/**
 * Asks a server for the first time. A later silence is waited out, but an address at which nothing answers yet is most
 * likely a wrong one; a server that asks to wait is there.
 */
async function firstAsk<Value>(persevere: Persevere, ask: () => Answer<Value>): Answer<Value> {
	const first = await ask();
	if (first.ok || first.problem.kind === "network") return first;
	return persevere(ask, () => true);
}

/** Opens a session. */
export async function openSession(
	server: string,
	persevere: Persevere,
): Promise<Result<OpenSession, Failure>> {
	const opened = await firstAsk(persevere, () => connect(server).openSession());
	if (!opened.ok) return opened;
	const { session, token } = opened.value;
	return ok({ credential: { id: session.id, token }, expiresAt: session.expiresAt });
}

/** Takes up a session by its credential; `undefined` when the server no longer knows it. */
export async function reopenSession(
	server: string,
	credential: Credential,
	persevere: Persevere,
): Promise<Result<OpenSession | undefined, Failure>> {
	const read = await firstAsk(persevere, () => connect(server, credential).readSession());
	if (read.ok) return ok({ credential, expiresAt: read.value.expiresAt });
	const isGone = read.problem.kind === "refused" && read.problem.status === 401;
	return isGone ? ok(undefined) : refuse(read.problem);
}
