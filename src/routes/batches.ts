import { type Context, Hono } from "hono";
import { batchKey, manifest } from "../protocol/files/manifest.ts";
import type { FormOutcome, FormReply } from "../protocol/http/reply.ts";
import { MAX_MANIFEST_BYTES } from "../protocol/limits.ts";
import { type Problem, problem } from "../protocol/problem.ts";
import { ok, type Result, refuse } from "../protocol/result.ts";
import type { Arrival } from "../session/rules/command.ts";
import { admit } from "./auth/admit.ts";
import { type RouteEnv, requireCaller } from "./auth/caller.ts";
import { sha256OfText } from "./auth/credential.ts";
import { checkUploadRate } from "./auth/upload-limit.ts";
import { applyVerb, removeFiles } from "./files/verbs.ts";
import { createIntake } from "./forms/create-intake.ts";
import { FormOptions } from "./forms/form-options.ts";
import { type FormFile, formBoundary, NOT_A_FORM, receiveForm } from "./forms/receive-form.ts";
import { problemResponse } from "./http/problem-response.ts";
import { readJson } from "./http/read-json.ts";

/** Validates the batch key of a path. */
export function readBatchKey(key: string | undefined): Result<string, Problem> {
	const parsed = batchKey.safeParse(key);
	if (parsed.success) return ok(parsed.data);
	return refuse(
		problem("malformed", "Invalid batch key. Use 1 to 128 of the characters A–Z, a–z, 0–9 and . _ ~ : @ -."),
	);
}

/** A numeric field name is the number of an announced file; with any other field name the file is matched by its own name. */
function destinationOf(file: FormFile, key: string): Arrival["to"] {
	if (/^[1-9][0-9]{0,8}$/.test(file.field)) return { file: Number(file.field) };
	const type = file.type === undefined ? {} : { type: file.type };
	return { key, entry: { name: file.name, size: file.bytes.byteLength, ...type } };
}

async function storeForm(context: Context<RouteEnv>, key: string, boundary: string): Promise<FormReply> {
	const intake = createIntake(context.var.caller);
	const files: FormOutcome[] = [];
	const options = new FormOptions(context.var.caller, key);
	const formProblem = await receiveForm(context.req.raw.body, boundary, {
		field: (name, text) => options.set(name, text),
		async file(file) {
			if (await options.flush()) return;
			const index = files.push({ name: file.name, state: "refused" }) - 1;
			await intake.put(file.bytes, destinationOf(file, key), (result) => {
				files[index] = result.ok
					? { n: result.value.n, name: result.value.name, state: "stored" }
					: { name: file.name, state: "refused", problem: result.problem };
			});
		},
	});
	await intake.finish();
	const failure = formProblem ?? (await options.flush());
	return { batch: key, files, cursor: intake.cursor, ...(failure && { problem: failure }) };
}

/** `/api/batches/:key`: announce files, send many in one form, read the batch, run a verb on it, remove it. */
export const batchRoutes = new Hono<RouteEnv>()
	.use(requireCaller)
	.post("/:key", async (context) => {
		const key = readBatchKey(context.req.param("key"));
		if (!key.ok) return problemResponse(key.problem);
		const body = await readJson(context.req.raw, manifest, MAX_MANIFEST_BYTES);
		if (!body.ok) return problemResponse(body.problem);
		const { session, tokenHash } = context.var.caller;
		const { files, chunks } = body.value;
		const hash = await sha256OfText(JSON.stringify(files));
		const announced = await session.announce(tokenHash, key.value, { entries: files, chunks, hash });
		return announced.ok ? context.json(announced.value, 201) : problemResponse(announced.problem);
	})
	.post("/:key/files", async (context) => {
		const key = readBatchKey(context.req.param("key"));
		if (!key.ok) return problemResponse(key.problem);
		const boundary = formBoundary(context.req.header("content-type"));
		if (boundary === undefined) return problemResponse(NOT_A_FORM);
		const { caller } = context.var;
		const limited = await checkUploadRate(context.env, caller.id);
		if (limited) return problemResponse(limited);
		const admitted = await admit(caller);
		if (!admitted.ok) return problemResponse(admitted.problem);
		// Continues after a disconnect: files that arrived whole are reported to the session, the rest is cleaned up.
		const storing = storeForm(context, key.value, boundary);
		context.executionCtx.waitUntil(storing);
		const reply = await storing;
		if (reply.problem && reply.files.length === 0) return problemResponse(reply.problem);
		return context.json(reply, 200);
	})
	.get("/:key", async (context) => {
		const { session, tokenHash } = context.var.caller;
		const batch = await session.batchStatus(tokenHash, context.req.param("key"));
		return batch.ok
			? context.json(batch.value, 200, { "cache-control": "no-store" })
			: problemResponse(batch.problem);
	})
	.post("/:key/:verb", (context) => applyVerb(context, { key: context.req.param("key") }))
	.delete("/:key", (context) => removeFiles(context, { key: context.req.param("key") }));
