import type { Context } from "hono";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import { type IdempotencyKey, parseIdempotencyKey } from "../../protocol/stream/command-message.ts";
import type { RouteEnv } from "../auth/caller.ts";

/** Makes a command safe to retry: it runs once per key (draft-ietf-httpapi-idempotency-key-header). */
export const IDEMPOTENCY_KEY = "Idempotency-Key";

/** Reads the `Idempotency-Key` of a request; `undefined` when it has none, then the command runs every time. */
export function readIdempotencyKey(context: Context<RouteEnv>): Result<IdempotencyKey | undefined, Problem> {
	const text = context.req.header(IDEMPOTENCY_KEY);
	if (text === undefined) return ok(undefined);
	const number = parseIdempotencyKey(text);
	if (number) return ok(number);
	const detail =
		"Idempotency-Key must be <tab>.<number>: 8 to 64 of A–Z a–z 0–9 _ -, a dot, and a number from 1.";
	return refuse(problem("malformed", detail));
}
