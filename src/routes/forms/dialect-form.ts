import type { Context } from "hono";
import { type Caller, callerOrNewSession, type RouteEnv, refuseCrossSite } from "../auth/caller.ts";
import { checkUploadRate } from "../auth/upload-limit.ts";
import { problemResponse } from "../http/problem-response.ts";
import { formBoundary, NOT_A_FORM } from "./receive-form.ts";

/**
 * Handles a dialect's form upload. A caller without a session gets a new one: the seeds' clients do not open any.
 * `handle` continues after a disconnect, so that files that arrived whole are reported to the session.
 */
export async function handleDialectForm(
	context: Context<RouteEnv>,
	handle: (caller: Caller, boundary: string) => Promise<Response>,
): Promise<Response> {
	const foreign = refuseCrossSite(context);
	if (foreign) return foreign;
	const boundary = formBoundary(context.req.header("content-type"));
	if (boundary === undefined) return problemResponse(NOT_A_FORM);
	const found = await callerOrNewSession(context);
	if (!found.ok) return problemResponse(found.problem);
	const { caller, cookie } = found.value;
	const limited = await checkUploadRate(context.env, caller.id);
	if (limited) return problemResponse(limited);
	const handling = handle(caller, boundary);
	context.executionCtx.waitUntil(handling);
	const response = await handling;
	if (cookie) response.headers.append("set-cookie", cookie);
	return response;
}
