import { Hono } from "hono";
import { type RouteEnv, requireCaller } from "./auth/caller.ts";
import { problemResponse } from "./http/problem-response.ts";
import { readSearch } from "./search-request.ts";

/** `GET /api/session/search`: finds words in all text of the session. */
export const searchRoutes = new Hono<RouteEnv>().get("/", requireCaller, async (context) => {
	const search = readSearch(context.req.query());
	if (!search.ok) return problemResponse(search.problem);
	const { door, proof } = context.var.caller;
	const found = await door.search(proof, search.value);
	if (!found.ok) return problemResponse(found.problem);
	return context.json(found.value, 200, { "cache-control": "no-store" });
});
