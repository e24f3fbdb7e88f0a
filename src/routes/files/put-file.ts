import type { Context } from "hono";
import type { FileReply } from "../../protocol/http/reply.ts";
import { KIB, MAX_BODY_BYTES, MIB } from "../../protocol/limits.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import { OtherBytes } from "../../storage/blob-store.ts";
import { newPutObject } from "../../storage/object-name.ts";
import { OTHER_BYTES } from "../../writer/writer-refusals.ts";
import { admit } from "../auth/admit.ts";
import type { RouteEnv } from "../auth/caller.ts";
import { allowUpload } from "../auth/upload-limit.ts";
import { Intake, type Outcome, STORAGE_FAILED } from "../forms/file-intake.ts";
import { problemResponse } from "../http/problem-response.ts";
import { BodyCount } from "./body-count.ts";
import { fileNumber } from "./file-number.ts";

/**
 * Bytes up to which a body is taken whole and told once, like a form of one file: for so little, the second call of the
 * actor, which only says that an upload begins, costs as much as all the rest. Longer ones are seen to be uploading.
 */
const SMALL_BODY_BYTES = 64 * KIB;

/** What a `PUT` came to. */
type Put = Result<FileReply, Problem>;

/** The length that a body says it has; `null` when it comes in chunks. */
function declaredLength(context: Context<RouteEnv>): Result<number | null, Problem> {
	const header = context.req.header("content-length");
	if (header === undefined) return ok(null);
	const length = Number(header);
	if (length <= MAX_BODY_BYTES) return ok(length);
	return refuse(problem("too-large", `One request carries at most ${MAX_BODY_BYTES / MIB} MiB.`));
}

/** A body that fits into memory: taken whole, then stored and told at once. */
async function putSmall(context: Context<RouteEnv>, n: number): Promise<Put> {
	const { caller } = context.var;
	const bytes = await context.req.raw.arrayBuffer().catch(() => undefined);
	if (bytes === undefined)
		return refuse(problem("body-too-short", "The body broke off. Send the file again."));
	// Only now, so that however slowly the body came, nothing is stored for somebody who is not let in any more.
	const admitted = await admit(caller);
	if (!admitted.ok) return admitted;
	const intake = new Intake(caller);
	const outcomes: Outcome[] = [];
	await intake.put(new Uint8Array(bytes), { file: n }, (outcome) => void outcomes.push(outcome));
	await intake.done();
	const outcome = outcomes[0] ?? refuse(STORAGE_FAILED);
	return outcome.ok ? ok({ file: outcome.value, cursor: intake.cursor }) : outcome;
}

/** A longer body, or one of unknown length: told when it begins, and stored as it arrives. */
async function putLarge(context: Context<RouteEnv>, n: number, length: number | null): Promise<Put> {
	const { door, proof, blobs } = context.var.caller;
	const object = newPutObject();
	const begun = await door.begin(proof, n, length, object);
	if (!begun.ok) return begun;
	const { size, sha256 } = begun.value;
	const count = new BodyCount(size);
	try {
		const { body } = context.req.raw;
		const bytes = body === null ? count.nothing() : body.pipeThrough(count.stream);
		await blobs.putStream(object, bytes, size, sha256);
	} catch (error) {
		await door.release(proof, n, object);
		return refuse(count.problem() ?? (error instanceof OtherBytes ? OTHER_BYTES : STORAGE_FAILED));
	}
	const arrival = { object, size, to: { file: n }, head: count.head(), ...(sha256 && { sha256 }) };
	const stored = await door.store(proof, [arrival]);
	const outcome = stored.ok ? stored.value.outcomes[0] : stored;
	if (stored.ok && outcome?.ok) return ok({ file: outcome.value, cursor: stored.value.cursor });
	await blobs.remove([object]);
	return refuse(outcome && !outcome.ok ? outcome.problem : STORAGE_FAILED);
}

/** `PUT /api/files/:n`: the raw bytes of an announced file. */
export async function putFile(context: Context<RouteEnv>): Promise<Response> {
	const length = declaredLength(context);
	if (!length.ok) return problemResponse(length.problem);
	const limited = await allowUpload(context.env, context.var.caller.id);
	if (limited) return problemResponse(limited);
	const n = fileNumber(context);
	const small = length.value !== null && length.value <= SMALL_BODY_BYTES;
	const putting = small ? putSmall(context, n) : putLarge(context, n, length.value);
	// Goes on when the client leaves: then the file is expected again, and nothing is left lying.
	context.executionCtx.waitUntil(putting);
	const put = await putting;
	return put.ok ? context.json(put.value, 201) : problemResponse(put.problem);
}
