import { type Context, Hono, type MiddlewareHandler } from "hono";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import type { UploadView, WantedUpload, Writer } from "../../session/rpc/upload-rpc.ts";
import { newUploadObject } from "../../storage/object-name.ts";
import { type RouteEnv, requireCaller } from "../auth/caller.ts";
import { allowUpload } from "../auth/upload-limit.ts";
import { serveOriginal } from "../files/files.ts";
import { problemResponse } from "../http/problem-response.ts";
import { type ExpectedChecksum, readChecksum } from "./checksum.ts";
import {
	describingHeaders,
	OFFSET_TYPE,
	readConcat,
	readLength,
	readNewLength,
	readOffset,
	readUploadId,
	TUS_ABILITIES,
	TUS_VERSION,
	uploadHeaders,
	uploadPath,
	versionProblem,
} from "./headers.ts";
import { parseMetadata, targetOf } from "./metadata.ts";
import { writeBody, writeSources } from "./write-body.ts";

/** The body of a request as far as its headers tell. */
interface Body {
	/** Bytes; `null` when it comes in chunks. */
	readonly declared: number | null;
	readonly checksum: ExpectedChecksum | null;
}

/** What the headers say of the body; a checksum needs a length, because nothing of it is kept before all has come. */
function readBody(headers: Headers): Result<Body, Problem> {
	const checksum = readChecksum(headers.get("upload-checksum"));
	if (!checksum.ok) return checksum;
	const text = headers.get("content-length");
	const declared = text === null ? null : Number(text);
	if (checksum.value === null || declared !== null) return ok({ declared, checksum: checksum.value });
	return refuse(problem("length-required", "A body with a checksum must say its Content-Length."));
}

function writerOf({ declared, checksum }: Body): Writer {
	return { token: crypto.randomUUID(), unproven: checksum === null ? null : declared };
}

const WRONG_TYPE = problem("unsupported-type", `Send the bytes as ${OFFSET_TYPE}.`);

/** What a POST asks for: headers to a wanted upload, before anybody is bothered with it. */
function readWanted(headers: Headers, body: Body): Result<WantedUpload, Problem> {
	const concat = readConcat(headers);
	if (!concat.ok) return concat;
	const isFinal = concat.value !== null && concat.value !== "partial";
	const length = isFinal ? ok(null) : readNewLength(headers);
	if (!length.ok) return length;
	const metadata = headers.get("upload-metadata") ?? "";
	const pairs = parseMetadata(metadata);
	if (!pairs.ok) return pairs;
	const to = concat.value === "partial" ? ok("partial" as const) : targetOf(pairs.value, length.value);
	if (!to.ok) return to;
	const type = headers.get("content-type");
	if (type !== OFFSET_TYPE && (body.declared ?? 0) > 0) return refuse(WRONG_TYPE);
	const hasBytes = type === OFFSET_TYPE || length.value === 0 || isFinal;
	return ok({
		to: to.value,
		length: length.value,
		metadata,
		object: newUploadObject(),
		concat: isFinal ? { of: concat.value, header: headers.get("upload-concat") ?? "" } : null,
		writer: hasBytes ? writerOf(body) : null,
	});
}

async function create(context: Context<RouteEnv>): Promise<Response> {
	const { headers, body: bytes } = context.req.raw;
	const { caller } = context.var;
	const body = readBody(headers);
	if (!body.ok) return problemResponse(body.problem);
	const wanted = readWanted(headers, body.value);
	if (!wanted.ok) return problemResponse(wanted.problem);
	const created = await caller.door.createUpload(caller.proof, wanted.value);
	if (!created.ok) return problemResponse(created.problem);
	const { view, grant, sources } = created.value;
	const location = { location: uploadPath(view.id) };
	if (grant === null) return answer(context, 201, view, location);
	// Goes on when the client leaves: what arrived is stored, and nothing is left lying.
	const { declared, checksum } = body.value;
	const writing = wanted.value.concat
		? writeSources(caller, context.env.BUCKET, grant, sources)
		: writeBody(caller, context.env.BUCKET, grant, bytes, declared, checksum);
	context.executionCtx.waitUntil(writing);
	const written = await writing;
	if (written.ok) return answer(context, 201, written.value, location);
	// Bytes that were wrong create nothing: the client does not know the address of what it would have to end.
	const isWrong = written.problem.code === "checksum-mismatch" || written.problem.code === "too-large";
	if (isWrong) await caller.door.dropUpload(caller.proof, view.id);
	return problemResponse(written.problem, isWrong ? {} : location);
}

async function append(context: Context<RouteEnv>, id: number): Promise<Response> {
	const { headers, body: bytes } = context.req.raw;
	const { caller } = context.var;
	if (headers.get("content-type") !== OFFSET_TYPE) return problemResponse(WRONG_TYPE);
	const offset = readOffset(headers);
	if (!offset.ok) return problemResponse(offset.problem);
	const length = readLength(headers);
	if (!length.ok) return problemResponse(length.problem);
	const body = readBody(headers);
	if (!body.ok) return problemResponse(body.problem);
	const { declared, checksum } = body.value;
	const writer = writerOf(body.value);
	const grant = await caller.door.leaseUpload(caller.proof, id, writer, offset.value, length.value);
	if (!grant.ok) return problemResponse(grant.problem);
	const writing = writeBody(caller, context.env.BUCKET, grant.value, bytes, declared, checksum);
	context.executionCtx.waitUntil(writing);
	const written = await writing;
	return written.ok ? answer(context, 204, written.value) : problemResponse(written.problem);
}

async function look(context: Context<RouteEnv>, id: number): Promise<Response> {
	const { caller } = context.var;
	const { door, proof } = caller;
	const seen = await door.seeUpload(proof, id);
	if (!seen.ok) return problemResponse(seen.problem);
	let view: UploadView = seen.value;
	const isFinal = view.concat !== null && view.concat !== "partial";
	if (view.offset === view.length && !view.whole && !isFinal) {
		// All bytes are there, the last ones as a remainder: nobody will send more, so they are put together now.
		const writer = { token: crypto.randomUUID(), unproven: null };
		const grant = await door.leaseUpload(proof, id, writer, view.offset, null);
		if (!grant.ok) return problemResponse(grant.problem);
		const written = await writeBody(caller, context.env.BUCKET, grant.value, null, 0, null);
		if (!written.ok) return problemResponse(written.problem);
		view = written.value;
	}
	return context.body(null, 200, { ...describingHeaders(view), "cache-control": "no-store" });
}

async function end(context: Context<RouteEnv>, id: number): Promise<Response> {
	const { door, proof } = context.var.caller;
	const ended = await door.dropUpload(proof, id);
	return ended.ok ? context.body(null, 204) : problemResponse(ended.problem);
}

function answer(
	context: Context<RouteEnv>,
	status: 201 | 204,
	view: UploadView,
	more: Record<string, string> = {},
): Response {
	return context.body(null, status, { ...uploadHeaders(view), ...more });
}

/** The method that is meant: programs that can send no PATCH or DELETE say it in a header of a POST (tus 1.0.0). */
function methodOf({ method, headers }: Request): string {
	const meant = headers.get("x-http-method-override");
	return method === "POST" && meant !== null ? meant.toUpperCase() : method;
}

/** Tells on every answer, refusals and preflights too, which version is spoken; on OPTIONS and 412 what else is. */
export const speakTus: MiddlewareHandler<RouteEnv> = async (context, next) => {
	await next();
	const { headers } = context.res;
	headers.set("tus-resumable", TUS_VERSION);
	if (context.res.status === 412) headers.set("tus-version", TUS_VERSION);
	if (context.req.method !== "OPTIONS") return;
	for (const [name, value] of Object.entries(TUS_ABILITIES)) headers.set(name, value);
};

/** Refuses other versions, and more requests than a session may send. GET is no method of tus, and is asked by browsers. */
const admit: MiddlewareHandler<RouteEnv> = async (context, next) => {
	const method = methodOf(context.req.raw);
	if (method === "GET") return next();
	const wrong = versionProblem(context.req.raw.headers);
	if (wrong) return problemResponse(wrong);
	if (method === "POST" || method === "PATCH") {
		const limited = await allowUpload(context.env, context.var.caller.id);
		if (limited) return problemResponse(limited);
	}
	return next();
};

/** `/api/uploads`: tus 1.0.0, so that Uppy, tus-js-client and others work as they are. */
export const uploadRoutes = new Hono<RouteEnv>()
	.options("/", (context) => context.body(null, 204))
	.options("/:n", (context) => context.body(null, 204))
	.use(requireCaller)
	.use(admit)
	.all("/", (context) => {
		if (methodOf(context.req.raw) === "POST") return create(context);
		return notAllowed("OPTIONS, POST");
	})
	.all("/:n", (context) => {
		const id = readUploadId(context.req.param("n"));
		switch (methodOf(context.req.raw)) {
			case "PATCH":
				return append(context, id);
			case "HEAD":
				return look(context, id);
			case "DELETE":
				return end(context, id);
			case "GET":
				return serveOriginal(context);
			default:
				return notAllowed("DELETE, GET, HEAD, OPTIONS, PATCH");
		}
	});

function notAllowed(allow: string): Response {
	return problemResponse(problem("method-not-allowed", `Only ${allow} are answered here.`), { allow });
}
