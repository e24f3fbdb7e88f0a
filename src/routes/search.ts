import { Hono } from "hono";
import { type RouteEnv, requireCaller } from "./auth/caller.ts";
import { problemResponse } from "./http/problem-response.ts";
import { readSearch } from "./search-request.ts";

/** `GET /api/session/search`: searches the text and facts of the session's files. */
export const searchRoutes = new Hono<RouteEnv>().get("/", requireCaller, async (context) => {
	const search = readSearch(context.req.query());
	if (!search.ok) return problemResponse(search.problem);
	const { session, tokenHash } = context.var.caller;
	const found = await session.search(tokenHash, search.value);
	if (!found.ok) return problemResponse(found.problem);
	return context.json(found.value, 200, { "cache-control": "no-store" });
});
