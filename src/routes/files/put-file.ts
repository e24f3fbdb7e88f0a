import type { Context } from "hono";
import type { FileReply } from "../../protocol/http/reply.ts";
import { KIB, MAX_BODY_BYTES, MIB } from "../../protocol/limits.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import { ChecksumMismatchError } from "../../storage/blob-store.ts";
import { newPutObjectName } from "../../storage/object-name.ts";
import { SHA256_MISMATCH } from "../../writer/writer-refusals.ts";
import { admit } from "../auth/admit.ts";
import type { RouteEnv } from "../auth/caller.ts";
import { checkUploadRate } from "../auth/upload-limit.ts";
import { createIntake } from "../forms/create-intake.ts";
import { STORAGE_FAILED, type StoreResult } from "../forms/file-intake.ts";
import { problemResponse } from "../http/problem-response.ts";
import { BodyLengthCheck } from "./body-length-check.ts";
import { fileNumber } from "./file-number.ts";

/**
 * Bodies up to this size are buffered and reported to the session once, like a form with one file. A call that announces
 * the start of the upload would double their cost. Longer ones make that call, so that the file shows as uploading.
 */
const SMALL_BODY_BYTES = 64 * KIB;

type PutResult = Result<FileReply, Problem>;

/** `Content-Length`; `null` when absent (chunked transfer coding). */
function declaredLength(context: Context<RouteEnv>): Result<number | null, Problem> {
	const header = context.req.header("content-length");
	if (header === undefined) return ok(null);
	const length = Number(header);
	if (length <= MAX_BODY_BYTES) return ok(length);
	return refuse(
		problem(
			"too-large",
			`A PUT takes at most ${MAX_BODY_BYTES / MIB} MiB. Send larger files with tus (/api/uploads).`,
		),
	);
}

/** Buffers the body, stores it and reports it with a single call. */
async function putSmall(context: Context<RouteEnv>, n: number): Promise<PutResult> {
	const { caller } = context.var;
	const bytes = await context.req.raw.arrayBuffer().catch(() => undefined);
	if (bytes === undefined)
		return refuse(
			problem(
				"body-too-short",
				"The connection was lost before the whole file had arrived. Send the file again.",
			),
		);
	// Checked after the body has arrived: however slow that was, nothing is stored for a caller who has lost access meanwhile.
	const admitted = await admit(caller);
	if (!admitted.ok) return admitted;
	const intake = createIntake(caller);
	const results: StoreResult[] = [];
	await intake.put(new Uint8Array(bytes), { file: n }, (result) => void results.push(result));
	await intake.finish();
	const result = results[0] ?? refuse(STORAGE_FAILED);
	return result.ok ? ok({ file: result.value, cursor: intake.cursor }) : result;
}

/** Streams a body, of known or unknown length, to storage. The session is notified when it starts and when it is stored. */
async function putLarge(context: Context<RouteEnv>, n: number, length: number | null): Promise<PutResult> {
	const { session, tokenHash, blobs } = context.var.caller;
	const object = newPutObjectName();
	const begun = await session.begin(tokenHash, n, length, object);
	if (!begun.ok) return begun;
	const { size, sha256 } = begun.value;
	const check = new BodyLengthCheck(size);
	try {
		const { body } = context.req.raw;
		const bytes = body === null ? check.emptyBody() : body.pipeThrough(check.stream);
		await blobs.putStream(object, bytes, size, sha256);
	} catch (error) {
		await session.release(tokenHash, n, object);
		return refuse(
			check.problem() ?? (error instanceof ChecksumMismatchError ? SHA256_MISMATCH : STORAGE_FAILED),
		);
	}
	const arrival = { object, size, to: { file: n }, head: check.head(), ...(sha256 && { sha256 }) };
	const stored = await session.store(tokenHash, [arrival]);
	const outcome = stored.ok ? stored.value.results[0] : stored;
	if (stored.ok && outcome?.ok) return ok({ file: outcome.value, cursor: stored.value.cursor });
	await blobs.remove([object]);
	return refuse(outcome && !outcome.ok ? outcome.problem : STORAGE_FAILED);
}

/** `PUT /api/files/:n`: the raw bytes of an announced file. */
export async function putFile(context: Context<RouteEnv>): Promise<Response> {
	const length = declaredLength(context);
	if (!length.ok) return problemResponse(length.problem);
	const limited = await checkUploadRate(context.env, context.var.caller.id);
	if (limited) return problemResponse(limited);
	const n = fileNumber(context);
	const isSmall = length.value !== null && length.value <= SMALL_BODY_BYTES;
	const putting = isSmall ? putSmall(context, n) : putLarge(context, n, length.value);
	// Continues after a disconnect: the file becomes `expected` again, and partial objects are removed.
	context.executionCtx.waitUntil(putting);
	const put = await putting;
	return put.ok ? context.json(put.value, 201) : problemResponse(put.problem);
}
