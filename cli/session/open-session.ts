import {
	type Api,
	type ApiResult,
	createApi,
	createServerFetch,
	type Failure,
	type Retry,
} from "../../client/http.ts";
import { ok, type Result, refuse } from "../../src/protocol/result.ts";
import { formatCredential, type SessionCredential } from "./credential.ts";

/** A session that exists on the server. */
export interface ExistingSession {
	readonly credential: SessionCredential;
	/** Milliseconds since 1970. */
	readonly expiresAt: number;
}

/** The API of a server, as a session's owner or without a credential. */
export function connect(server: string, credential?: SessionCredential): Api {
	return createApi({ fetch: createServerFetch(server, credential && formatCredential(credential)) });
}

/**
 * A run's first request. Later silences are waited out, but an address at which nothing has answered yet is most likely wrong,
 * so only a server that answered is retried.
 */
async function firstRequest<Value>(retry: Retry, request: () => ApiResult<Value>): ApiResult<Value> {
	const first = await request();
	if (first.ok || first.problem.kind === "network") return first;
	return retry(request, () => true);
}

/** Opens a session. */
export async function openSession(server: string, retry: Retry): Promise<Result<ExistingSession, Failure>> {
	const opened = await firstRequest(retry, () => connect(server).createSession());
	if (!opened.ok) return opened;
	const { session, token } = opened.value;
	return ok({ credential: { id: session.id, token }, expiresAt: session.expiresAt });
}

/** Checks that a session still exists; `undefined` if the server no longer knows it. */
export async function reopenSession(
	server: string,
	credential: SessionCredential,
	retry: Retry,
): Promise<Result<ExistingSession | undefined, Failure>> {
	const read = await firstRequest(retry, () => connect(server, credential).readSession());
	if (read.ok) return ok({ credential, expiresAt: read.value.expiresAt });
	const isGone = read.problem.kind === "refused" && read.problem.status === 401;
	return isGone ? ok(undefined) : refuse(read.problem);
}
