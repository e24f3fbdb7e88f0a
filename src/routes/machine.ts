import { Hono } from "hono";
import { problem } from "../protocol/problem.ts";
import type { RouteEnv } from "./caller.ts";
import { problemResponse } from "./problem-response.ts";

/** For machines: whether this lives, whether it can work, and what it is. */
export const machineRoutes = new Hono<RouteEnv>()
	.get("/healthz", (context) => context.json({ status: "ok" }, 200, { "cache-control": "no-store" }))
	.get("/readyz", async (context) => {
		try {
			await context.env.BUCKET.head("readyz");
		} catch {
			return problemResponse(problem("unavailable", "Storage does not answer.", { retryAfter: 5 }));
		}
		return context.json({ status: "ready" }, 200, { "cache-control": "no-store" });
	})
	.get("/api/version", (context) => {
		const { id, tag, timestamp } = context.env.VERSION;
		return context.json({ id, tag, timestamp }, 200, { "cache-control": "no-store" });
	});
