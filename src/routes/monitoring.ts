import { Hono } from "hono";
import { CONTRACT_VERSION, type ExtractorRpc } from "../extractor/contract.ts";
import { problem } from "../protocol/problem.ts";
import type { RouteEnv } from "./auth/caller.ts";
import { problemResponse } from "./http/problem-response.ts";

/** Prometheus text exposition format 0.0.4. */
const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** Escapes a label value (https://prometheus.io/docs/instrumenting/exposition_formats): the version's tag is free text. */
function escapeLabel(text: string): string {
	return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

/** Whether R2 responds right now. */
async function isStorageUp(bucket: R2Bucket): Promise<boolean> {
	try {
		await bucket.head("readyz");
		return true;
	} catch {
		return false;
	}
}

/** Milliseconds in which an extractor must answer. */
const EXTRACTOR_PATIENCE_MS = 2_000;

/** Whether an extractor answers right now. */
async function isExtractorUp(extractor: ExtractorRpc): Promise<boolean> {
	const late = Promise.withResolvers<boolean>();
	const timer = setTimeout(() => late.resolve(false), EXTRACTOR_PATIENCE_MS);
	try {
		return await Promise.race([extractor.ping(CONTRACT_VERSION).then(() => true), late.promise]);
	} catch {
		return false;
	} finally {
		clearTimeout(timer);
	}
}

/** Liveness, readiness, metrics and the deployed version. */
export const monitoringRoutes = new Hono<RouteEnv>()
	.get("/healthz", (context) => context.json({ status: "ok" }, 200, { "cache-control": "no-store" }))
	.get("/readyz", async (context) => {
		if (!(await isStorageUp(context.env.BUCKET)))
			return problemResponse(
				problem("unavailable", "Storage is not responding. Try again in a few seconds.", { retryAfter: 5 }),
			);
		if (!(await isExtractorUp(context.env.EXTRACTOR))) {
			const detail =
				"The service that reads documents, films and raw photos does not answer. Files are stored, and wait.";
			return problemResponse(problem("unavailable", detail, { retryAfter: 5 }));
		}
		return context.json({ status: "ready" }, 200, { "cache-control": "no-store" });
	})
	// No counters: one isolate sees a random share of the requests, so its counts would mislead.
	.get("/metrics", async (context) => {
		const { id, tag } = context.env.VERSION;
		const [isStored, isRead] = await Promise.all([
			isStorageUp(context.env.BUCKET),
			isExtractorUp(context.env.EXTRACTOR),
		]);
		const lines = [
			"# HELP darkroom_build_info The version that answered.",
			"# TYPE darkroom_build_info gauge",
			`darkroom_build_info{id="${escapeLabel(id)}",tag="${escapeLabel(tag)}"} 1`,
			"# HELP darkroom_storage_up Whether R2 answered just now.",
			"# TYPE darkroom_storage_up gauge",
			`darkroom_storage_up ${isStored ? 1 : 0}`,
			"# HELP darkroom_extractor_up Whether an extractor answered just now.",
			"# TYPE darkroom_extractor_up gauge",
			`darkroom_extractor_up ${isRead ? 1 : 0}`,
			"",
		];
		return context.body(lines.join("\n"), 200, { "content-type": METRICS_TYPE, "cache-control": "no-store" });
	})
	.get("/api/version", (context) => {
		const { id, tag, timestamp } = context.env.VERSION;
		return context.json({ id, tag, timestamp }, 200, { "cache-control": "no-store" });
	});
