import type { Context, MiddlewareHandler } from "hono";
import type { Env } from "../../env.ts";
import type { SessionInfo } from "../../protocol/http/reply.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import { BlobStore } from "../../storage/blob-store.ts";
import { problemResponse } from "../http/problem-response.ts";
import { type Credential, credentialCookie, mintToken, readCredential, sha256Hex } from "./credential.ts";
import { allowedOrigins, checkOrigin } from "./origin.ts";

/** Who sent a request: a session by its stub. Whether the token is right, the actor says. */
export interface Caller {
	readonly id: string;
	readonly proof: string;
	readonly door: ReturnType<Env["SESSIONS"]["get"]>;
	readonly blobs: BlobStore;
}

/** What the routes find in a request's context. */
export interface RouteEnv {
	Bindings: Env;
	Variables: { caller: Caller; byTicket?: true };
}

const NO_CREDENTIAL =
	"Send the cookie, or Authorization: Bearer <id>.<token>, that POST /api/session answered.";

/** The session that a credential names. The platform refuses ids that it did not mint, so no actor wakes for those. */
export async function callerOf(env: Env, credential: Credential): Promise<Result<Caller, Problem>> {
	let id: DurableObjectId;
	try {
		id = env.SESSIONS.idFromString(credential.id);
	} catch {
		return refuse(problem("unauthorized", `There is no session of this id. ${NO_CREDENTIAL}`));
	}
	const proof = await sha256Hex(credential.token);
	return ok({
		id: credential.id,
		proof,
		door: env.SESSIONS.get(id),
		blobs: new BlobStore(env.BUCKET, credential.id),
	});
}

/** Refuses a request that another site's page sends with the cookie, or before there is any credential. */
export function refuseForeign(context: Context<RouteEnv>): Response | undefined {
	const { req, env } = context;
	if (readCredential(req.raw)?.by === "bearer") return undefined;
	const refusal = checkOrigin({
		url: req.url,
		host: req.header("host") ?? null,
		origin: req.header("origin") ?? null,
		site: req.header("sec-fetch-site") ?? null,
		allowed: allowedOrigins(env.ALLOWED_ORIGINS),
	});
	return refusal && problemResponse(refusal);
}

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Lets only requests with a credential through, and only same-origin ones when it rides a cookie and changes something. */
export const requireCaller: MiddlewareHandler<RouteEnv> = async (context, next) => {
	const mutating = !SAFE_METHODS.has(context.req.method) || context.req.header("upgrade") !== undefined;
	const foreign = mutating ? refuseForeign(context) : undefined;
	if (foreign) return foreign;
	const credential = readCredential(context.req.raw);
	if (credential === undefined) return problemResponse(problem("unauthorized", NO_CREDENTIAL));
	const caller = await callerOf(context.env, credential);
	if (!caller.ok) return problemResponse(caller.problem);
	context.set("caller", caller.value);
	await next();
};

/** A session that was opened just now. */
export interface Opened {
	readonly caller: Caller;
	readonly token: string;
	readonly info: SessionInfo;
	readonly cursor: string;
	/** The `Set-Cookie` that lets a browser come back to it. */
	readonly cookie: string;
}

/** Seconds that a client who opens too many sessions waits. */
const OPEN_RETRY_SECONDS = 60;

/** Opens a session on an id that the platform mints. */
export async function openSession(context: Context<RouteEnv>): Promise<Result<Opened, Problem>> {
	const { env, req } = context;
	const { success } = await env.OPEN_LIMIT.limit({ key: req.header("cf-connecting-ip") ?? "local" });
	if (!success) {
		const detail = "Too many sessions were opened from this address. Use the one you have, or wait a minute.";
		return refuse(problem("rate-limited", detail, { retryAfter: OPEN_RETRY_SECONDS }));
	}
	const id = env.SESSIONS.newUniqueId();
	const token = mintToken();
	const proof = await sha256Hex(token);
	const door = env.SESSIONS.get(id);
	const { info, cursor } = await door.open(proof);
	const caller = { id: id.toString(), proof, door, blobs: new BlobStore(env.BUCKET, id.toString()) };
	return ok({ caller, token, info, cursor, cookie: credentialCookie(req.url, { id: caller.id, token }) });
}

/** The caller of a dialect's request: the session of its credential, or, on first contact, one that is opened for it. */
export async function callerOrNew(
	context: Context<RouteEnv>,
): Promise<Result<{ caller: Caller; cookie?: string }, Problem>> {
	const credential = readCredential(context.req.raw);
	if (credential) {
		const caller = await callerOf(context.env, credential);
		if (caller.ok && (await caller.value.door.admit(caller.value.proof)).ok)
			return ok({ caller: caller.value });
		// A program that shows a Bearer means that session; a browser's cookie may simply have outlived its own.
		if (credential.by === "bearer")
			return caller.ok ? refuse(problem("unauthorized", NO_CREDENTIAL)) : caller;
	}
	return openSession(context);
}
