import type { MiddlewareHandler } from "hono";
import type { RouteEnv } from "../auth/caller.ts";
import { drain } from "./drain.ts";

/** Drains the body of a refused request that no handler has read. A handler that began reading drains it itself. */
export const drainRefused: MiddlewareHandler<RouteEnv> = async (context, next) => {
	await next();
	const { body, bodyUsed } = context.req.raw;
	if (context.res.status >= 400 && body !== null && !bodyUsed && !body.locked) await drain(body.getReader());
};
