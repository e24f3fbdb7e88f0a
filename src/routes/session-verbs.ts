import { Hono } from "hono";
import { type RouteEnv, requireCaller } from "./auth/caller.ts";
import { order } from "./verbs.ts";

/** `/api/session/{pause,resume,retry,cancel}`: the same for all files at once. */
export const commandRoutes = new Hono<RouteEnv>().post("/:verb", requireCaller, (context) =>
	order(context, "session"),
);
