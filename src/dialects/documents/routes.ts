import { type Context, Hono } from "hono";
import { MAX_FORM_BYTES } from "../../protocol/limits.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import {
	type Caller,
	callerOrNewSession,
	type RouteEnv,
	refuseCrossSite,
	requireCaller,
} from "../../routes/auth/caller.ts";
import { checkUploadRate } from "../../routes/auth/upload-limit.ts";
import { createIntake } from "../../routes/forms/create-intake.ts";
import type { StoreResult } from "../../routes/forms/file-intake.ts";
import { formBoundary, receiveForm } from "../../routes/forms/receive-form.ts";
import { problemResponse } from "../../routes/http/problem-response.ts";
import { readJson } from "../../routes/http/read-json.ts";
import {
	collectionName,
	DEFAULT_COLLECTION,
	inlineDocument,
	type UploadedFile,
	uploadBody,
} from "./inline-document.ts";
import { COLLECTION_FILES, documents, LIST_UPLOADS } from "./messages.ts";
import { uploadKey } from "./upload-key.ts";
import type { DocumentUploadReply } from "./upload-message.ts";

/** An upload, whether it came as JSON or as a form. */
interface Upload {
	readonly collection: string;
	readonly files: readonly UploadedFile[];
	/** Whether the files already in the collection are removed first. */
	readonly recreate: boolean;
}

/** Bytes of the JSON: 32 MiB of files in base64. */
const MAX_UPLOAD_JSON_BYTES = Math.ceil((MAX_FORM_BYTES * 4) / 3);

async function readUpload({ req }: Context<RouteEnv>): Promise<Result<Upload, Problem>> {
	const boundary = formBoundary(req.header("content-type"));
	return boundary === undefined ? readInline(req.raw) : readForm(req.raw, boundary);
}

async function readInline(request: Request): Promise<Result<Upload, Problem>> {
	const body = await readJson(request, uploadBody, MAX_UPLOAD_JSON_BYTES);
	if (!body.ok) return body;
	const { collection_name = DEFAULT_COLLECTION, force_recreate = false } = body.value;
	const files: UploadedFile[] = [];
	for (const [index, document] of body.value.documents.entries()) {
		const file = inlineDocument(document, index);
		if (!file.ok) return file;
		files.push(file.value);
	}
	return ok({ collection: collection_name, files, recreate: force_recreate });
}

async function readForm(request: Request, boundary: string): Promise<Result<Upload, Problem>> {
	const files: UploadedFile[] = [];
	const fields = new Map<string, string>();
	const broken = await receiveForm(request.body, boundary, {
		field: (name, text) => void fields.set(name, text),
		file: async ({ name, type, bytes }) =>
			void files.push({ name, bytes, ...(type !== undefined && { type }) }),
	});
	if (broken) return refuse(broken);
	if (files.length === 0)
		return refuse(problem("malformed", "The form has no file. Send some, in any field."));
	const collection = collectionName.safeParse(fields.get("collection_name") || DEFAULT_COLLECTION);
	if (!collection.success)
		return refuse(problem("malformed", "A collection_name has 1 to 100 letters, digits, blanks, _ . or -."));
	const recreate = /^(true|1|on|yes)$/i.test(fields.get("force_recreate") ?? "");
	return ok({ collection: collection.data, files, recreate });
}

/** Removes the files that were uploaded into a collection before. */
async function emptyCollection(
	{ session, tokenHash }: Caller,
	collection: string,
): Promise<Problem | undefined> {
	const asked = await session.answerDialect(tokenHash, documents.name, COLLECTION_FILES + collection);
	if (!asked.ok) return asked.problem;
	for (const file of JSON.parse(asked.value) as number[]) {
		const removed = await session.remove(tokenHash, { file });
		if (!removed.ok && removed.problem.code !== "not-found") return removed.problem;
	}
	return undefined;
}

async function storeUpload(caller: Caller, upload: Upload, key: string): Promise<Response> {
	const { collection, files, recreate } = upload;
	const failed = recreate ? await emptyCollection(caller, collection) : undefined;
	if (failed) return problemResponse(failed);
	const intake = createIntake(caller);
	const outcomes: StoreResult[] = [];
	for (const { name, type, bytes } of files) {
		const entry = {
			name,
			path: `${collection}/${name}`,
			size: bytes.length,
			...(type !== undefined && { type }),
		};
		await intake.put(bytes, { key, entry }, (outcome) => void outcomes.push(outcome));
	}
	await intake.finish();
	const refused = outcomes.find((outcome) => !outcome.ok);
	if (refused && !refused.ok) return problemResponse(refused.problem);
	const reply: DocumentUploadReply = {
		upload_id: key,
		status: "received",
		message: `Upload received. Total documents: ${files.length}`,
		timestamp: Math.floor(Date.now() / 1000),
	};
	return Response.json(reply);
}

/** Seed 003: `POST /upload`, as JSON with the documents in it or as a form of files. `GET` lists the uploads. */
export const uploadDocumentRoutes = new Hono<RouteEnv>()
	.post("/", async (context) => {
		const foreign = refuseCrossSite(context);
		if (foreign) return foreign;
		const found = await callerOrNewSession(context);
		if (!found.ok) return problemResponse(found.problem);
		const { caller, cookie } = found.value;
		const limited = await checkUploadRate(context.env, caller.id);
		if (limited) return problemResponse(limited);
		const upload = await readUpload(context);
		if (!upload.ok) return problemResponse(upload.problem);
		const storing = storeUpload(caller, upload.value, uploadKey(crypto.randomUUID()));
		context.executionCtx.waitUntil(storing);
		const response = await storing;
		if (cookie) response.headers.append("set-cookie", cookie);
		return response;
	})
	.get("/", requireCaller, async (context) => {
		const { session, tokenHash } = context.var.caller;
		const list = await session.answerDialect(tokenHash, documents.name, LIST_UPLOADS);
		if (!list.ok) return problemResponse(list.problem);
		return context.body(list.value, 200, { "content-type": "application/json", "cache-control": "no-store" });
	});
