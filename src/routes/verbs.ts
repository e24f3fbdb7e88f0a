import type { Context } from "hono";
import type { Target } from "../protocol/stream/command-message.ts";
import type { RouteEnv } from "./auth/caller.ts";
import { problemResponse } from "./http/problem-response.ts";
import { commandNumber } from "./idempotency-key.ts";
import { verbOf } from "./verb.ts";

/** `POST …/:verb`: a verb on the files of an address. */
export async function order(context: Context<RouteEnv>, target: Target): Promise<Response> {
	const verb = verbOf(context.req.param("verb") ?? "");
	if (verb === undefined) return context.notFound();
	const once = commandNumber(context);
	if (!once.ok) return problemResponse(once.problem);
	const { door, proof } = context.var.caller;
	const done = await door.order(proof, verb, target, once.value);
	return done.ok ? context.json(done.value) : problemResponse(done.problem);
}

/** `DELETE …`: removes the files of an address. */
export async function remove(context: Context<RouteEnv>, target: Target): Promise<Response> {
	const once = commandNumber(context);
	if (!once.ok) return problemResponse(once.problem);
	const { door, proof } = context.var.caller;
	const removed = await door.remove(proof, target, once.value);
	return removed.ok ? context.body(null, 204) : problemResponse(removed.problem);
}
