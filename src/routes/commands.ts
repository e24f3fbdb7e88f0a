import { Hono } from "hono";
import { type RouteEnv, requireCaller } from "./caller.ts";
import { problemResponse } from "./problem-response.ts";
import { verbOf } from "./verb.ts";

/** `/api/session/{pause,resume,retry,cancel}`: the same for all files at once. */
export const commandRoutes = new Hono<RouteEnv>().post("/:verb", requireCaller, async (context) => {
	const verb = verbOf(context.req.param("verb"));
	if (verb === undefined) return context.notFound();
	const { door, proof } = context.var.caller;
	const done = await door.order(proof, verb, "session");
	return done.ok ? context.json(done.value) : problemResponse(done.problem);
});
