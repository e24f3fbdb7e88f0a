import { Hono } from "hono";
import type { SessionOpened } from "../protocol/http/reply.ts";
import { problem } from "../protocol/problem.ts";
import { expel } from "./auth/admit.ts";
import { callerOrNew, openSession, type RouteEnv, refuseForeign, requireCaller } from "./auth/caller.ts";
import { credentialCookie } from "./auth/credential.ts";
import { problemResponse } from "./http/problem-response.ts";

/** A file number of a query; `undefined` when the text is none. */
function numberOf(text: string | undefined, absent: number): number | undefined {
	if (text === undefined) return absent;
	return /^[1-9][0-9]{0,14}$/.test(text) ? Number(text) : undefined;
}

/** `/api/session`: open, enter (the cookie's own or a new one), read, forget. */
export const sessionRoutes = new Hono<RouteEnv>()
	.post("/", async (context) => {
		const foreign = refuseForeign(context);
		if (foreign) return foreign;
		const opened = await openSession(context);
		if (!opened.ok) return problemResponse(opened.problem);
		const { info, token, cursor, cookie } = opened.value;
		const reply: SessionOpened = { session: info, token, cursor };
		return context.json(reply, 201, { "set-cookie": cookie, "cache-control": "no-store" });
	})
	.put("/", async (context) => {
		const foreign = refuseForeign(context);
		if (foreign) return foreign;
		const entered = await callerOrNew(context);
		if (!entered.ok) return problemResponse(entered.problem);
		const { caller, cookie } = entered.value;
		const info = await caller.door.info(caller.proof);
		if (!info.ok) return problemResponse(info.problem);
		const headers = { "cache-control": "no-store", ...(cookie ? { "set-cookie": cookie } : {}) };
		return context.json(info.value, cookie ? 201 : 200, headers);
	})
	.get("/", requireCaller, async (context) => {
		const { door, proof } = context.var.caller;
		const info = await door.info(proof);
		if (!info.ok) return problemResponse(info.problem);
		return context.json(info.value, 200, { "cache-control": "no-store" });
	})
	.get("/files", requireCaller, async (context) => {
		const from = numberOf(context.req.query("from"), 1);
		const to = numberOf(context.req.query("to"), Number.MAX_SAFE_INTEGER);
		if (from === undefined || to === undefined)
			return problemResponse(problem("malformed", "Say from= and to= as file numbers, such as 1 and 500."));
		const { door, proof } = context.var.caller;
		const list = await door.list(proof, { from, to, key: context.req.query("batch") });
		if (!list.ok) return problemResponse(list.problem);
		return context.json(list.value, 200, { "cache-control": "no-store" });
	})
	.delete("/", requireCaller, async (context) => {
		const { door, proof } = context.var.caller;
		const forgotten = await door.forget(proof);
		if (!forgotten.ok) return problemResponse(forgotten.problem);
		expel(context.var.caller);
		return context.body(null, 204, { "set-cookie": credentialCookie(context.req.url, undefined) });
	});
