import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import type { RouteEnv } from "./auth/caller.ts";
import { allowedOrigins } from "./auth/origin.ts";
import { IDEMPOTENCY_KEY } from "./http/idempotency-key.ts";
import { TUS_REQUEST_HEADERS, TUS_RESPONSE_HEADERS } from "./tus/headers.ts";

/** `Access-Control-Max-Age`: seconds for which a browser may cache a preflight response. */
const PREFLIGHT_SECONDS = 600;

/** `Access-Control-Allow-Headers`, to which those of tus are added. */
const REQUEST_HEADERS = [
	"Authorization",
	"Content-Type",
	"Range",
	"If-None-Match",
	"If-Range",
	"Last-Event-ID",
	IDEMPOTENCY_KEY,
];

/**
 * CORS for the origins in `ALLOWED_ORIGINS`; off by default. Never sends `Access-Control-Allow-Credentials`, so browsers
 * withhold responses to requests with the cookie (Fetch, CORS check): other pages must use a Bearer token.
 */
export const corsForAllowedOrigins: MiddlewareHandler<RouteEnv> = (context, next) => {
	// The headers of a 101 are immutable, and browsers make no CORS check on WebSockets.
	if (context.req.header("upgrade") !== undefined) return next();
	const allowed = allowedOrigins(context.env.ALLOWED_ORIGINS);
	if (allowed.length === 0) return next();
	return cors({
		origin: (origin) => (allowed.includes(origin) ? origin : null),
		allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
		allowHeaders: [...REQUEST_HEADERS, ...TUS_REQUEST_HEADERS],
		exposeHeaders: ["ETag", "Content-Range", "Accept-Ranges", "Retry-After", ...TUS_RESPONSE_HEADERS],
		maxAge: PREFLIGHT_SECONDS,
	})(context, next);
};
