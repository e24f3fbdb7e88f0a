import { Hono } from "hono";
import { problem } from "../protocol/problem.ts";
import type { RouteEnv } from "./auth/caller.ts";
import { problemResponse } from "./http/problem-response.ts";

/** The text format of Prometheus. */
const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** Labels are quoted; a version's tag is whatever its deployer wrote (https://prometheus.io/docs/instrumenting/exposition_formats). */
function label(text: string): string {
	return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

/** Whether storage answers, asked just now. */
async function isStorageUp(bucket: R2Bucket): Promise<boolean> {
	try {
		await bucket.head("readyz");
		return true;
	} catch {
		return false;
	}
}

/** For machines: whether this lives, whether it can work, and what it is. */
export const machineRoutes = new Hono<RouteEnv>()
	.get("/healthz", (context) => context.json({ status: "ok" }, 200, { "cache-control": "no-store" }))
	.get("/readyz", async (context) => {
		if (!(await isStorageUp(context.env.BUCKET)))
			return problemResponse(problem("unavailable", "Storage does not answer.", { retryAfter: 5 }));
		return context.json({ status: "ready" }, 200, { "cache-control": "no-store" });
	})
	// Only what one isolate knows of all: it counts nothing, because its counts would be a random share of the truth.
	.get("/metrics", async (context) => {
		const { id, tag } = context.env.VERSION;
		const storage = (await isStorageUp(context.env.BUCKET)) ? 1 : 0;
		const lines = [
			"# HELP darkroom_build_info The version that answered.",
			"# TYPE darkroom_build_info gauge",
			`darkroom_build_info{id="${label(id)}",tag="${label(tag)}"} 1`,
			"# HELP darkroom_storage_up Whether R2 answered just now.",
			"# TYPE darkroom_storage_up gauge",
			`darkroom_storage_up ${storage}`,
			"",
		];
		return context.body(lines.join("\n"), 200, { "content-type": METRICS_TYPE, "cache-control": "no-store" });
	})
	.get("/api/version", (context) => {
		const { id, tag, timestamp } = context.env.VERSION;
		return context.json({ id, tag, timestamp }, 200, { "cache-control": "no-store" });
	});
