import { type Context, Hono } from "hono";
import { type Target, VERBS } from "../../protocol/stream/command-message.ts";
import { type RouteEnv, requireCaller } from "../auth/caller.ts";
import { readIdempotencyKey } from "../http/idempotency-key.ts";
import { problemResponse } from "../http/problem-response.ts";

/** `POST …/:verb`: pauses, resumes, retries or cancels the target's files. */
export async function applyVerb(context: Context<RouteEnv>, target: Target): Promise<Response> {
	const verb = VERBS.find((known) => known === context.req.param("verb"));
	if (verb === undefined) return context.notFound();
	const key = readIdempotencyKey(context);
	if (!key.ok) return problemResponse(key.problem);
	const { session, tokenHash } = context.var.caller;
	const reply = await session.applyVerb(tokenHash, verb, target, key.value);
	return reply.ok ? context.json(reply.value) : problemResponse(reply.problem);
}

/** `DELETE …`: removes the target's files. */
export async function removeFiles(context: Context<RouteEnv>, target: Target): Promise<Response> {
	const key = readIdempotencyKey(context);
	if (!key.ok) return problemResponse(key.problem);
	const { session, tokenHash } = context.var.caller;
	const removed = await session.remove(tokenHash, target, key.value);
	return removed.ok ? context.body(null, 204) : problemResponse(removed.problem);
}

/** `POST /api/session/{pause,resume,retry,cancel}`: the same verbs on all files of the session. */
export const sessionVerbRoutes = new Hono<RouteEnv>().post("/:verb", requireCaller, (context) =>
	applyVerb(context, "session"),
);
