import { type Context, Hono } from "hono";
import { problem } from "../../protocol/problem.ts";
import type { Caller, RouteEnv } from "../../routes/auth/caller.ts";
import { readBatchKey } from "../../routes/batches.ts";
import { openDialectSocket } from "../../routes/dialect-socket.ts";
import { createIntake } from "../../routes/forms/create-intake.ts";
import { handleDialectForm } from "../../routes/forms/dialect-form.ts";
import type { StoreResult } from "../../routes/forms/file-intake.ts";
import { type FormFile, receiveForm } from "../../routes/forms/receive-form.ts";
import { problemResponse } from "../../routes/http/problem-response.ts";
import type { ExtractReply } from "./extract-reply.ts";
import { imagesMvp } from "./messages.ts";

function openProgress(context: Context<RouteEnv>): Promise<Response> | Response {
	const key = readBatchKey(context.req.param("sessionId"));
	return key.ok ? openDialectSocket(context, imagesMvp.name, key.value) : problemResponse(key.problem);
}

/** Stores the form's files under the key in the field `session_id`, which may come last: with `curl -F` it often does. */
async function takeForm(context: Context<RouteEnv>, caller: Caller, boundary: string): Promise<Response> {
	const files: FormFile[] = [];
	const fields = new Map<string, string>();
	const broken = await receiveForm(context.req.raw.body, boundary, {
		field: (name, text) => void fields.set(name, text),
		file: async (file) => void files.push(file),
	});
	if (broken) return problemResponse(broken);
	if (files.length === 0)
		return problemResponse(problem("malformed", 'The form has no file. Send it in the field "file".'));
	// An empty key counts as absent, as in the seed's own server.
	const key = readBatchKey(fields.get("session_id") || `session_${crypto.randomUUID()}`);
	if (!key.ok) return problemResponse(key.problem);
	const intake = createIntake(caller);
	const outcomes: StoreResult[] = [];
	for (const { name, type, bytes } of files) {
		const entry = { name, size: bytes.byteLength, ...(type !== undefined && { type }) };
		await intake.put(bytes, { key: key.value, entry }, (outcome) => void outcomes.push(outcome));
	}
	await intake.finish();
	const refused = outcomes.find((outcome) => !outcome.ok);
	if (refused && !refused.ok) return problemResponse(refused.problem);
	const numbers = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.n] : []));
	const reply: ExtractReply = {
		sessionId: key.value,
		status: "processing",
		message: "File upload started",
		files: numbers,
	};
	return context.json(reply, 202);
}

/** Seeds 000 and 001: `POST /api/images_mvp/extract` and the socket `/api/images_mvp/progress/:sessionId`. */
export const imagesMvpRoutes = new Hono<RouteEnv>()
	.get("/progress/:sessionId", openProgress)
	.post("/extract", (context) =>
		handleDialectForm(context, (caller, boundary) => takeForm(context, caller, boundary)),
	);
