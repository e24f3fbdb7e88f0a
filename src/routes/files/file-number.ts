import type { Context } from "hono";
import type { RouteEnv } from "../auth/caller.ts";

/** The number in the address; 0, which no file has, when it is none. */
export function fileNumber(context: Context<RouteEnv>): number {
	const text = context.req.param("n") ?? "";
	return /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : 0;
}
