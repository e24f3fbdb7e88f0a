import type { Env } from "../../env.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { Leaves } from "./rate-allowance.ts";

/** Seconds after which a session that sent too many requests may go on: the period of the binding is 10. */
const RETRY_SECONDS = 5;

/** Shared by all requests of this isolate. Numbers only: no request waits for another. */
const LEAVES = new Leaves();

/** Refuses when a session sends more upload requests than `wrangler.toml` allows. */
export async function allowUpload(env: Env, session: string): Promise<Problem | undefined> {
	if (LEAVES.use(session)) return undefined;
	const { success } = await env.UPLOAD_LIMIT.limit({ key: session });
	if (success) {
		LEAVES.give(session);
		return undefined;
	}
	const detail =
		"Too many upload requests in a short time. Wait a moment, and send many small files in one form.";
	return problem("rate-limited", detail, { retryAfter: RETRY_SECONDS });
}
