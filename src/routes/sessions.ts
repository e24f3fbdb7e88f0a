import { Hono } from "hono";
import type { SessionOpened } from "../protocol/http/reply.ts";
import { problem } from "../protocol/problem.ts";
import { forgetAdmission } from "./auth/admit.ts";
import {
	callerOrNewSession,
	openSession,
	type RouteEnv,
	refuseCrossSite,
	requireCaller,
} from "./auth/caller.ts";
import { credentialCookie } from "./auth/credential.ts";
import { problemResponse } from "./http/problem-response.ts";

/** A file number in the query; `fallback` when absent, `undefined` when unreadable. */
function parseFileNumber(text: string | undefined, fallback: number): number | undefined {
	if (text === undefined) return fallback;
	return /^[1-9][0-9]{0,14}$/.test(text) ? Number(text) : undefined;
}

/** `/api/session`: open a new session, resume the cookie's one or open a new one, read it, delete it. */
export const sessionRoutes = new Hono<RouteEnv>()
	.post("/", async (context) => {
		const foreign = refuseCrossSite(context);
		if (foreign) return foreign;
		const opened = await openSession(context);
		if (!opened.ok) return problemResponse(opened.problem);
		const { info, token, cursor, cookie } = opened.value;
		const reply: SessionOpened = { session: info, token, cursor };
		return context.json(reply, 201, { "set-cookie": cookie, "cache-control": "no-store" });
	})
	.put("/", async (context) => {
		const foreign = refuseCrossSite(context);
		if (foreign) return foreign;
		const entered = await callerOrNewSession(context);
		if (!entered.ok) return problemResponse(entered.problem);
		const { caller, cookie } = entered.value;
		const info = await caller.session.info(caller.tokenHash);
		if (!info.ok) return problemResponse(info.problem);
		const headers = { "cache-control": "no-store", ...(cookie ? { "set-cookie": cookie } : {}) };
		return context.json(info.value, cookie ? 201 : 200, headers);
	})
	.get("/", requireCaller, async (context) => {
		const { session, tokenHash } = context.var.caller;
		const info = await session.info(tokenHash);
		if (!info.ok) return problemResponse(info.problem);
		return context.json(info.value, 200, { "cache-control": "no-store" });
	})
	.get("/files", requireCaller, async (context) => {
		const from = parseFileNumber(context.req.query("from"), 1);
		const to = parseFileNumber(context.req.query("to"), Number.MAX_SAFE_INTEGER);
		if (from === undefined || to === undefined)
			return problemResponse(
				problem("malformed", "Give `from` and `to` as file numbers, such as ?from=1&to=500."),
			);
		const { session, tokenHash } = context.var.caller;
		const list = await session.listFiles(tokenHash, { from, to, key: context.req.query("batch") });
		if (!list.ok) return problemResponse(list.problem);
		return context.json(list.value, 200, { "cache-control": "no-store" });
	})
	.delete("/", requireCaller, async (context) => {
		const { session, tokenHash } = context.var.caller;
		const forgotten = await session.endSession(tokenHash);
		if (!forgotten.ok) return problemResponse(forgotten.problem);
		forgetAdmission(context.var.caller);
		return context.body(null, 204, { "set-cookie": credentialCookie(context.req.url, undefined) });
	});
