import { type Context, Hono, type MiddlewareHandler } from "hono";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import type { UploadView, UploadWriter, WantedUpload } from "../../session/rules/upload-protocol.ts";
import { newUploadObjectName } from "../../storage/object-name.ts";
import { type RouteEnv, requireCaller } from "../auth/caller.ts";
import { checkUploadRate } from "../auth/upload-limit.ts";
import { serveOriginal } from "../files/files.ts";
import { problemResponse } from "../http/problem-response.ts";
import { type ExpectedChecksum, readChecksum } from "./checksum.ts";
import {
	headHeaders,
	OFFSET_TYPE,
	readConcat,
	readLength,
	readNewLength,
	readOffset,
	readUploadId,
	TUS_CAPABILITIES,
	TUS_VERSION,
	uploadHeaders,
	uploadPath,
	versionProblem,
} from "./headers.ts";
import { parseMetadata, targetOf } from "./metadata.ts";
import { writeBody, writeConcatenation } from "./write-body.ts";

/** What the headers say about a request's body. */
interface BodyHeaders {
	/** `Content-Length`; `null` when absent (chunked transfer coding). */
	readonly declared: number | null;
	readonly checksum: ExpectedChecksum | null;
}

/** A checksum requires a Content-Length: none of the body is committed before all of it has been verified. */
function readBodyHeaders(headers: Headers): Result<BodyHeaders, Problem> {
	const checksum = readChecksum(headers.get("upload-checksum"));
	if (!checksum.ok) return checksum;
	const text = headers.get("content-length");
	const declared = text === null ? null : Number(text);
	if (checksum.value === null || declared !== null) return ok({ declared, checksum: checksum.value });
	return refuse(problem("length-required", "Send Content-Length along with Upload-Checksum."));
}

function writerOf({ declared, checksum }: BodyHeaders): UploadWriter {
	return { token: crypto.randomUUID(), unproven: checksum === null ? null : declared };
}

const WRONG_TYPE = problem("unsupported-type", `Send the bytes with Content-Type: ${OFFSET_TYPE}.`);

/** Validates the headers of a POST before the session is called. */
function readWanted(headers: Headers, body: BodyHeaders): Result<WantedUpload, Problem> {
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
		object: newUploadObjectName(),
		concat: isFinal ? { of: concat.value, header: headers.get("upload-concat") ?? "" } : null,
		writer: hasBytes ? writerOf(body) : null,
	});
}

/** POST. tus 1.0.0, Creation: the Server MUST acknowledge with 201 Created and MUST set the Location header. */
async function create(context: Context<RouteEnv>): Promise<Response> {
	const { headers, body: bytes } = context.req.raw;
	const { caller } = context.var;
	const body = readBodyHeaders(headers);
	if (!body.ok) return problemResponse(body.problem);
	const wanted = readWanted(headers, body.value);
	if (!wanted.ok) return problemResponse(wanted.problem);
	const created = await caller.session.createUpload(caller.tokenHash, wanted.value);
	if (!created.ok) return problemResponse(created.problem);
	const { view, grant, sources } = created.value;
	const location = { location: uploadPath(view.id) };
	if (grant === null) return respond(context, 201, view, location);
	// Continues after a disconnect: the bytes that arrived are stored, and the writer's lease is released.
	const { declared, checksum } = body.value;
	const writing = wanted.value.concat
		? writeConcatenation(caller, context.env.BUCKET, grant, sources)
		: writeBody(caller, context.env.BUCKET, grant, bytes, declared, checksum);
	context.executionCtx.waitUntil(writing);
	const written = await writing;
	if (written.ok) return respond(context, 201, written.value, location);
	// Wrong bytes create no upload: without a Location the client could not terminate it.
	const isWrong = written.problem.code === "checksum-mismatch" || written.problem.code === "too-large";
	if (isWrong) await caller.session.dropUpload(caller.tokenHash, view.id);
	return problemResponse(written.problem, isWrong ? {} : location);
}

/** PATCH. tus 1.0.0, Core, PATCH: the Server MUST acknowledge with 204 No Content. */
async function append(context: Context<RouteEnv>, id: number): Promise<Response> {
	const { headers, body: bytes } = context.req.raw;
	const { caller } = context.var;
	// tus 1.0.0, Core, PATCH: with another Content-Type the server SHOULD return 415 Unsupported Media Type.
	if (headers.get("content-type") !== OFFSET_TYPE) return problemResponse(WRONG_TYPE);
	const offset = readOffset(headers);
	if (!offset.ok) return problemResponse(offset.problem);
	const length = readLength(headers);
	if (!length.ok) return problemResponse(length.problem);
	const body = readBodyHeaders(headers);
	if (!body.ok) return problemResponse(body.problem);
	const { declared, checksum } = body.value;
	const writer = writerOf(body.value);
	const grant = await caller.session.leaseUpload(caller.tokenHash, id, writer, offset.value, length.value);
	if (!grant.ok) return problemResponse(grant.problem);
	const writing = writeBody(caller, context.env.BUCKET, grant.value, bytes, declared, checksum);
	context.executionCtx.waitUntil(writing);
	const written = await writing;
	return written.ok ? respond(context, 204, written.value) : problemResponse(written.problem);
}

/** HEAD. tus 1.0.0, Core, HEAD: the Server MUST prevent caching by adding Cache-Control: no-store. */
async function head(context: Context<RouteEnv>, id: number): Promise<Response> {
	const { caller } = context.var;
	const { session, tokenHash } = caller;
	const status = await session.uploadStatus(tokenHash, id);
	if (!status.ok) return problemResponse(status.problem);
	let view: UploadView = status.value;
	const isFinal = view.concat !== null && view.concat !== "partial";
	if (view.offset === view.length && !view.whole && !isFinal) {
		// All bytes are stored, the last of them as a tail. No PATCH will follow, so the object is assembled now.
		const writer = { token: crypto.randomUUID(), unproven: null };
		const grant = await session.leaseUpload(tokenHash, id, writer, view.offset, null);
		if (!grant.ok) return problemResponse(grant.problem);
		const written = await writeBody(caller, context.env.BUCKET, grant.value, null, 0, null);
		if (!written.ok) return problemResponse(written.problem);
		view = written.value;
	}
	return context.body(null, 200, { ...headHeaders(view), "cache-control": "no-store" });
}

/** DELETE. tus 1.0.0, Termination: the Server MUST respond with 204 No Content. */
async function terminate(context: Context<RouteEnv>, id: number): Promise<Response> {
	const { session, tokenHash } = context.var.caller;
	const dropped = await session.dropUpload(tokenHash, id);
	return dropped.ok ? context.body(null, 204) : problemResponse(dropped.problem);
}

function respond(
	context: Context<RouteEnv>,
	status: 201 | 204,
	view: UploadView,
	more: Record<string, string> = {},
): Response {
	return context.body(null, status, { ...uploadHeaders(view), ...more });
}

/** tus 1.0.0, Core, X-HTTP-Method-Override: it MUST be interpreted as the request's method. Only a POST may carry it here. */
function effectiveMethod({ method, headers }: Request): string {
	const override = headers.get("x-http-method-override");
	return method === "POST" && override !== null ? override.toUpperCase() : method;
}

/** Adds the tus headers to every response, including refusals and CORS preflights. */
export const tusHeaders: MiddlewareHandler<RouteEnv> = async (context, next) => {
	await next();
	const { headers } = context.res;
	// tus 1.0.0, Core, Tus-Resumable: it MUST be included in every response; a 412 MUST include Tus-Version.
	headers.set("tus-resumable", TUS_VERSION);
	if (context.res.status === 412) headers.set("tus-version", TUS_VERSION);
	if (context.req.method !== "OPTIONS") return;
	for (const [name, value] of Object.entries(TUS_CAPABILITIES)) headers.set(name, value);
};

/** Checks the protocol version and the rate limit. Not for GET: tus does not define it, and browsers send no tus headers with it. */
const checkTusRequest: MiddlewareHandler<RouteEnv> = async (context, next) => {
	const method = effectiveMethod(context.req.raw);
	if (method === "GET") return next();
	const unsupported = versionProblem(context.req.raw.headers);
	if (unsupported) return problemResponse(unsupported);
	if (method === "POST" || method === "PATCH") {
		const limited = await checkUploadRate(context.env, context.var.caller.id);
		if (limited) return problemResponse(limited);
	}
	return next();
};

/** `/api/uploads`: tus 1.0.0, so that Uppy, tus-js-client and other clients work unmodified. */
export const uploadRoutes = new Hono<RouteEnv>()
	.options("/", (context) => context.body(null, 204))
	.options("/:n", (context) => context.body(null, 204))
	.use(requireCaller)
	.use(checkTusRequest)
	.all("/", (context) => {
		if (effectiveMethod(context.req.raw) === "POST") return create(context);
		return notAllowed("OPTIONS, POST");
	})
	.all("/:n", (context) => {
		const id = readUploadId(context.req.param("n"));
		switch (effectiveMethod(context.req.raw)) {
			case "PATCH":
				return append(context, id);
			case "HEAD":
				return head(context, id);
			case "DELETE":
				return terminate(context, id);
			case "GET":
				return serveOriginal(context);
			default:
				return notAllowed("DELETE, GET, HEAD, OPTIONS, PATCH");
		}
	});

/** RFC 9110 §15.5.6: the origin server MUST generate an Allow header field in a 405 response. */
function notAllowed(allow: string): Response {
	return problemResponse(problem("method-not-allowed", `Use one of these methods here: ${allow}.`), {
		allow,
	});
}
