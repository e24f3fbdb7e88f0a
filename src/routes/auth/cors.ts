import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { IDEMPOTENCY_KEY } from "../idempotency-key.ts";
import { TUS_ANSWER_HEADERS, TUS_REQUEST_HEADERS } from "../tus/headers.ts";
import type { RouteEnv } from "./caller.ts";
import { allowedOrigins } from "./origin.ts";

/** Seconds that a browser may keep a preflight's answer. */
const PREFLIGHT_SECONDS = 600;

/** What a page of another origin may send. */
const ASKED = [
	"Authorization",
	"Content-Type",
	"Range",
	"If-None-Match",
	"If-Range",
	"Last-Event-ID",
	IDEMPOTENCY_KEY,
];

/**
 * Lets the pages of allowed origins call the API with a Bearer token. Closed by default, and never with the cookie: that
 * one belongs to our own page.
 */
export const allowedCors: MiddlewareHandler<RouteEnv> = (context, next) => {
	// A socket's 101 has headers that cannot be changed, and browsers do not ask for CORS on it.
	if (context.req.header("upgrade") !== undefined) return next();
	const allowed = allowedOrigins(context.env.ALLOWED_ORIGINS);
	if (allowed.length === 0) return next();
	return cors({
		origin: (origin) => (allowed.includes(origin) ? origin : null),
		allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
		allowHeaders: [...ASKED, ...TUS_REQUEST_HEADERS],
		exposeHeaders: ["ETag", "Content-Range", "Accept-Ranges", "Retry-After", ...TUS_ANSWER_HEADERS],
		maxAge: PREFLIGHT_SECONDS,
	})(context, next);
};
