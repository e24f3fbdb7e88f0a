import { Hono } from "hono";
import { connectionReport } from "../protocol/stream/statistics.ts";
import { type RouteEnv, requireCaller } from "./auth/caller.ts";
import { problemResponse } from "./http/problem-response.ts";
import { readJson } from "./http/read-json.ts";

/** Bytes of what a client tells. */
const MAX_REPORT_BYTES = 1_024;

/** `/api/session/statistics`: how the streams of a session were opened. */
export const statisticsRoutes = new Hono<RouteEnv>()
	.use(requireCaller)
	.get("/", async (context) => {
		const { door, proof } = context.var.caller;
		const statistics = await door.statistics(proof);
		if (!statistics.ok) return problemResponse(statistics.problem);
		return context.json(statistics.value, 200, { "cache-control": "no-store" });
	})
	.post("/", async (context) => {
		const report = await readJson(context.req.raw, connectionReport, MAX_REPORT_BYTES);
		if (!report.ok) return problemResponse(report.problem);
		const { door, proof } = context.var.caller;
		const statistics = await door.statistics(proof, report.value);
		return statistics.ok ? context.body(null, 204) : problemResponse(statistics.problem);
	});
