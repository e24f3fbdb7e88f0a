import { Hono } from "hono";
import { connectionReport } from "../protocol/stream/statistics.ts";
import { type RouteEnv, requireCaller } from "./auth/caller.ts";
import { problemResponse } from "./http/problem-response.ts";
import { readJson } from "./http/read-json.ts";

/** Bytes of a client's report. */
const MAX_REPORT_BYTES = 1_024;

/** `/api/session/statistics`: how the session's stream connections were made. Clients report what only they can see. */
export const statisticsRoutes = new Hono<RouteEnv>()
	.use(requireCaller)
	.get("/", async (context) => {
		const { session, tokenHash } = context.var.caller;
		const statistics = await session.statistics(tokenHash);
		if (!statistics.ok) return problemResponse(statistics.problem);
		return context.json(statistics.value, 200, { "cache-control": "no-store" });
	})
	.post("/", async (context) => {
		const report = await readJson(context.req.raw, connectionReport, MAX_REPORT_BYTES);
		if (!report.ok) return problemResponse(report.problem);
		const { session, tokenHash } = context.var.caller;
		const statistics = await session.statistics(tokenHash, report.value);
		return statistics.ok ? context.body(null, 204) : problemResponse(statistics.problem);
	});
