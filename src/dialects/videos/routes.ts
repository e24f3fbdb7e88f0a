import { type Context, Hono } from "hono";
import { type RouteEnv, requireCaller } from "../../routes/auth/caller.ts";
import { problemResponse } from "../../routes/http/problem-response.ts";
import { QUEUE_STATUS, STATUS_ALL, videos } from "./messages.ts";
import { isOwnUser, NOT_YOURS } from "./own-user.ts";

async function answer(context: Context<RouteEnv>, question: string): Promise<Response> {
	const { door, id, proof } = context.var.caller;
	if (!isOwnUser(context.req.param("user_id") ?? "", id)) return problemResponse(NOT_YOURS);
	const answered = await door.ask(proof, videos.name, question);
	if (!answered.ok) return problemResponse(answered.problem);
	const headers = { "content-type": "application/json", "cache-control": "no-store" };
	return context.body(answered.value, 200, headers);
}

/** Seed 004, for those who cannot open a socket: `GET /api/processing/status-all/:user_id` and `queue-status`. */
export const processingRoutes = new Hono<RouteEnv>()
	.get("/status-all/:user_id", requireCaller, (context) => answer(context, STATUS_ALL))
	.get("/queue-status/:user_id", requireCaller, (context) => answer(context, QUEUE_STATUS));
