import type { MiddlewareHandler } from "hono";
import type { RouteEnv } from "../auth/caller.ts";
import { drain } from "./drain.ts";

/** Reads the body of a request that was refused unread before the refusal goes out. Who began to read drains the rest. */
export const drainRefused: MiddlewareHandler<RouteEnv> = async (context, next) => {
	await next();
	const { body, bodyUsed } = context.req.raw;
	if (context.res.status >= 400 && body !== null && !bodyUsed && !body.locked) await drain(body.getReader());
};
