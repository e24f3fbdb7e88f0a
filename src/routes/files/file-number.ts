import type { Context } from "hono";
import type { RouteEnv } from "../auth/caller.ts";

/** The file (or share) number in the path. 0, which is never assigned, when malformed: the session then answers 404. */
export function fileNumber(context: Context<RouteEnv>): number {
	const text = context.req.param("n") ?? "";
	return /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : 0;
}
