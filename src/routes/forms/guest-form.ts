import type { Context } from "hono";
import { type Caller, callerOrNew, type RouteEnv, refuseForeign } from "../auth/caller.ts";
import { allowUpload } from "../auth/upload-limit.ts";
import { problemResponse } from "../http/problem-response.ts";
import { formBoundary, NOT_A_FORM } from "./receive-form.ts";

/**
 * The way in of a dialect's form: whoever comes without a session gets one, as the seeds' clients know none. `take` goes on
 * when the client leaves: what arrived whole is told to the session, and nothing is left lying.
 */
export async function takeGuestForm(
	context: Context<RouteEnv>,
	take: (caller: Caller, boundary: string) => Promise<Response>,
): Promise<Response> {
	const foreign = refuseForeign(context);
	if (foreign) return foreign;
	const boundary = formBoundary(context.req.header("content-type"));
	if (boundary === undefined) return problemResponse(NOT_A_FORM);
	const found = await callerOrNew(context);
	if (!found.ok) return problemResponse(found.problem);
	const { caller, cookie } = found.value;
	const limited = await allowUpload(context.env, caller.id);
	if (limited) return problemResponse(limited);
	const taking = take(caller, boundary);
	context.executionCtx.waitUntil(taking);
	const response = await taking;
	if (cookie) response.headers.append("set-cookie", cookie);
	return response;
}
