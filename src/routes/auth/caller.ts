import type { Context, MiddlewareHandler } from "hono";
import type { Env } from "../../env.ts";
import type { SessionInfo } from "../../protocol/http/reply.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import { BlobStore } from "../../storage/blob-store.ts";
import { problemResponse } from "../http/problem-response.ts";
import {
	credentialCookie,
	mintToken,
	type RequestCredential,
	readCredential,
	sha256OfText,
} from "./credential.ts";
import { allowedOrigins, checkOrigin } from "./origin.ts";

/** Who sent a request. Not yet authenticated: the session checks the token hash on every call. */
export interface Caller {
	/** The session's Durable Object id. */
	readonly id: string;
	/** SHA-256 of the token, in hex. */
	readonly tokenHash: string;
	/** RPC stub of the session's Durable Object. */
	readonly session: ReturnType<Env["SESSIONS"]["get"]>;
	readonly blobs: BlobStore;
}

/** Hono's environment: what handlers find in `context.env` and `context.var`. */
export interface RouteEnv {
	Bindings: Env;
	Variables: { caller: Caller; byTicket?: true };
}

const NO_CREDENTIAL =
	"Send the cookie from POST /api/session, or its token as Authorization: Bearer <id>.<token>.";

/** The caller of a credential. The platform rejects ids that it did not create, so made-up ids wake no Durable Object. */
export async function callerOf(env: Env, credential: RequestCredential): Promise<Result<Caller, Problem>> {
	let id: DurableObjectId;
	try {
		id = env.SESSIONS.idFromString(credential.id);
	} catch {
		return refuse(problem("unauthorized", `There is no session with this id. ${NO_CREDENTIAL}`));
	}
	const tokenHash = await sha256OfText(credential.token);
	return ok({
		id: credential.id,
		tokenHash,
		session: env.SESSIONS.get(id),
		blobs: new BlobStore(env.BUCKET, credential.id),
	});
}

/** Refuses a request from another origin's page, unless it has a Bearer token: no page of another origin can know that. */
export function refuseCrossSite(context: Context<RouteEnv>): Response | undefined {
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

/** Requires a credential, and for requests that change something with the cookie, our own or an allowed origin. */
export const requireCaller: MiddlewareHandler<RouteEnv> = async (context, next) => {
	// A browser makes no CORS check on a WebSocket, so an upgrade with the cookie is checked too.
	const mutating = !SAFE_METHODS.has(context.req.method) || context.req.header("upgrade") !== undefined;
	const foreign = mutating ? refuseCrossSite(context) : undefined;
	if (foreign) return foreign;
	const credential = readCredential(context.req.raw);
	if (credential === undefined) return problemResponse(problem("unauthorized", NO_CREDENTIAL));
	const caller = await callerOf(context.env, credential);
	if (!caller.ok) return problemResponse(caller.problem);
	context.set("caller", caller.value);
	await next();
};

/** A session that has just been created. */
export interface OpenedSession {
	readonly caller: Caller;
	readonly token: string;
	readonly info: SessionInfo;
	readonly cursor: string;
	/** `Set-Cookie` value with its credential. */
	readonly cookie: string;
}

/** `Retry-After` in seconds for a client that opens too many sessions. */
const OPEN_RETRY_SECONDS = 60;

/** Creates a session. Limited by IP address (`OPEN_LIMIT`). */
export async function openSession(context: Context<RouteEnv>): Promise<Result<OpenedSession, Problem>> {
	const { env, req } = context;
	const { success } = await env.OPEN_LIMIT.limit({ key: req.header("cf-connecting-ip") ?? "local" });
	if (!success) {
		const detail =
			"Too many sessions were opened from this address. Use an existing session, or wait a minute.";
		return refuse(problem("rate-limited", detail, { retryAfter: OPEN_RETRY_SECONDS }));
	}
	const id = env.SESSIONS.newUniqueId();
	const token = mintToken();
	const tokenHash = await sha256OfText(token);
	const session = env.SESSIONS.get(id);
	const { info, cursor } = await session.open(tokenHash);
	const caller = { id: id.toString(), tokenHash, session, blobs: new BlobStore(env.BUCKET, id.toString()) };
	return ok({ caller, token, info, cursor, cookie: credentialCookie(req.url, { id: caller.id, token }) });
}

/** The session of the request's credential, or a new one with its cookie: dialect clients open no session themselves. */
export async function callerOrNewSession(
	context: Context<RouteEnv>,
): Promise<Result<{ caller: Caller; cookie?: string }, Problem>> {
	const credential = readCredential(context.req.raw);
	if (credential) {
		const caller = await callerOf(context.env, credential);
		if (caller.ok && (await caller.value.session.admit(caller.value.tokenHash)).ok)
			return ok({ caller: caller.value });
		// A Bearer token means this session and no other. A cookie may simply have outlived its session.
		if (credential.by === "bearer")
			return caller.ok ? refuse(problem("unauthorized", NO_CREDENTIAL)) : caller;
	}
	return openSession(context);
}
