import type { Context } from "hono";
import { type Problem, problem } from "../protocol/problem.ts";
import { ok, type Result, refuse } from "../protocol/result.ts";
import { type CommandNumber, parseCommandNumber } from "../protocol/stream/command-message.ts";
import type { RouteEnv } from "./auth/caller.ts";

/** The header in which a command says that it is to be done once (draft-ietf-httpapi-idempotency-key-header). */
export const IDEMPOTENCY_KEY = "Idempotency-Key";

/** The number of a request's command; `undefined` when it has none and is simply done. */
export function commandNumber(context: Context<RouteEnv>): Result<CommandNumber | undefined, Problem> {
	const text = context.req.header(IDEMPOTENCY_KEY);
	if (text === undefined) return ok(undefined);
	const number = parseCommandNumber(text);
	if (number) return ok(number);
	const detail = "Idempotency-Key is <tab>.<number>: 8 to 64 of A–Z a–z 0–9 _ -, a dot, and a number from 1.";
	return refuse(problem("malformed", detail));
}
