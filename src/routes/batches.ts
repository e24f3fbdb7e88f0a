import { type Context, Hono } from "hono";
import { batchKey, manifest } from "../protocol/files/manifest.ts";
import type { FormOutcome, FormReply } from "../protocol/http/reply.ts";
import { MAX_MANIFEST_BYTES } from "../protocol/limits.ts";
import { type Problem, problem } from "../protocol/problem.ts";
import { ok, type Result, refuse } from "../protocol/result.ts";
import type { Arrival } from "../session/rules/command.ts";
import { admit } from "./auth/admit.ts";
import { type RouteEnv, requireCaller } from "./auth/caller.ts";
import { sha256Hex } from "./auth/credential.ts";
import { allowUpload } from "./auth/upload-limit.ts";
import { Intake } from "./forms/file-intake.ts";
import { FormOptions } from "./forms/form-options.ts";
import { type FormFile, formBoundary, NOT_A_FORM, receiveForm } from "./forms/receive-form.ts";
import { problemResponse } from "./http/problem-response.ts";
import { readJson } from "./http/read-json.ts";
import { order, remove } from "./verbs.ts";

/** The key of the address, in the form that keys have. */
export function readBatchKey(key: string | undefined): Result<string, Problem> {
	const parsed = batchKey.safeParse(key);
	if (parsed.success) return ok(parsed.data);
	return refuse(
		problem("malformed", "A batch key has 1 to 128 of the characters A–Z, a–z, 0–9 and . _ ~ : @ -."),
	);
}

/** A field that is a number names an announced file; any other name brings a file of the batch by its own name. */
function placeOf(file: FormFile, key: string): Arrival["to"] {
	if (/^[1-9][0-9]{0,8}$/.test(file.field)) return { file: Number(file.field) };
	const type = file.type === undefined ? {} : { type: file.type };
	return { key, entry: { name: file.name, size: file.bytes.byteLength, ...type } };
}

async function takeForm(context: Context<RouteEnv>, key: string, boundary: string): Promise<FormReply> {
	const intake = new Intake(context.var.caller);
	const files: FormOutcome[] = [];
	const options = new FormOptions(context.var.caller, key);
	const broken = await receiveForm(context.req.raw.body, boundary, {
		field: (name, text) => options.field(name, text),
		async file(file) {
			if (await options.settle()) return;
			const index = files.push({ name: file.name, state: "refused" }) - 1;
			await intake.put(file.bytes, placeOf(file, key), (outcome) => {
				files[index] = outcome.ok
					? { n: outcome.value.n, name: outcome.value.name, state: "stored" }
					: { name: file.name, state: "refused", problem: outcome.problem };
			});
		},
	});
	await intake.done();
	const wrong = broken ?? (await options.settle());
	return { batch: key, files, cursor: intake.cursor, ...(wrong && { problem: wrong }) };
}

/** `/api/batches/:key`: announce, send many, read, command, remove. */
export const batchRoutes = new Hono<RouteEnv>()
	.use(requireCaller)
	.post("/:key", async (context) => {
		const key = readBatchKey(context.req.param("key"));
		if (!key.ok) return problemResponse(key.problem);
		const body = await readJson(context.req.raw, manifest, MAX_MANIFEST_BYTES);
		if (!body.ok) return problemResponse(body.problem);
		const { door, proof } = context.var.caller;
		const { files, chunks } = body.value;
		const hash = await sha256Hex(JSON.stringify(files));
		const announced = await door.announce(proof, key.value, { entries: files, chunks, hash });
		return announced.ok ? context.json(announced.value, 201) : problemResponse(announced.problem);
	})
	.post("/:key/files", async (context) => {
		const key = readBatchKey(context.req.param("key"));
		if (!key.ok) return problemResponse(key.problem);
		const boundary = formBoundary(context.req.header("content-type"));
		if (boundary === undefined) return problemResponse(NOT_A_FORM);
		const { caller } = context.var;
		const limited = await allowUpload(context.env, caller.id);
		if (limited) return problemResponse(limited);
		const admitted = await admit(caller);
		if (!admitted.ok) return problemResponse(admitted.problem);
		// Goes on when the client leaves: what arrived whole is told to the session, and nothing is left lying.
		const taking = takeForm(context, key.value, boundary);
		context.executionCtx.waitUntil(taking);
		const reply = await taking;
		if (reply.problem && reply.files.length === 0) return problemResponse(reply.problem);
		return context.json(reply, 200);
	})
	.get("/:key", async (context) => {
		const { door, proof } = context.var.caller;
		const batch = await door.batch(proof, context.req.param("key"));
		return batch.ok
			? context.json(batch.value, 200, { "cache-control": "no-store" })
			: problemResponse(batch.problem);
	})
	.post("/:key/:verb", (context) => order(context, { key: context.req.param("key") }))
	.delete("/:key", (context) => remove(context, { key: context.req.param("key") }));
