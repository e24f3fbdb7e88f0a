import { type Context, Hono } from "hono";
import { type RouteEnv, requireCaller } from "../../routes/auth/caller.ts";
import { problemResponse } from "../../routes/http/problem-response.ts";
import { QUEUE_STATUS, STATUS_ALL, videos } from "./messages.ts";
import { isOwnUser, OTHER_USER } from "./own-user.ts";

async function answer(context: Context<RouteEnv>, question: string): Promise<Response> {
	const { session, id, tokenHash } = context.var.caller;
	if (!isOwnUser(context.req.param("user_id") ?? "", id)) return problemResponse(OTHER_USER);
	const answered = await session.answerDialect(tokenHash, videos.name, question);
	if (!answered.ok) return problemResponse(answered.problem);
	const headers = { "content-type": "application/json", "cache-control": "no-store" };
	return context.body(answered.value, 200, headers);
}

/** Seed 004, for clients that cannot open a socket: `GET /api/processing/status-all/:user_id` and `queue-status`. */
export const processingRoutes = new Hono<RouteEnv>()
	.get("/status-all/:user_id", requireCaller, (context) => answer(context, STATUS_ALL))
	.get("/queue-status/:user_id", requireCaller, (context) => answer(context, QUEUE_STATUS));
