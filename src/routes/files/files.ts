import { type Context, Hono } from "hono";
import { problem } from "../../protocol/problem.ts";
import { type RouteEnv, requireCaller } from "../auth/caller.ts";
import { problemResponse } from "../http/problem-response.ts";
import { attachment, UNTRUSTED_CONTENT_HEADERS } from "./attachment.ts";
import { parseRange } from "./byte-range.ts";
import { exportChunks, serveChunks } from "./chunks.ts";
import { matchesIfNoneMatch } from "./entity-tag.ts";
import { fileNumber } from "./file-number.ts";
import { serveMindMap } from "./mind-map.ts";
import { putFile } from "./put-file.ts";
import { serveThumbnail } from "./thumbnail.ts";
import { serveTranscript } from "./transcript.ts";
import { applyVerb, removeFiles } from "./verbs.ts";

/** `GET …/original`: the bytes of a stored file, or one range of them. */
export async function serveOriginal(context: Context<RouteEnv>): Promise<Response> {
	const { session, tokenHash, blobs } = context.var.caller;
	const stored = await session.storedFile(tokenHash, fileNumber(context), "original");
	if (!stored.ok) return problemResponse(stored.problem);
	const { file, object } = stored.value;
	const etag = `"${object}"`;
	const headers: Record<string, string> = {
		...UNTRUSTED_CONTENT_HEADERS,
		"content-type": file.mime ?? "application/octet-stream",
		"content-disposition": attachment(file.name),
		"accept-ranges": "bytes",
		"cache-control": "private, no-cache",
		etag,
	};
	// RFC 9110 §13.2.2: If-None-Match is evaluated before Range and If-Range.
	if (matchesIfNoneMatch(context.req.header("if-none-match"), etag)) return context.body(null, 304, headers);
	// RFC 9110 §13.1.5: an If-Range tag is compared strongly; when it does not match, the Range header is ignored.
	const ifRange = context.req.header("if-range");
	const range = ifRange === undefined || ifRange === etag ? context.req.header("range") : undefined;
	const wanted = parseRange(range, file.size);
	if (wanted.kind === "none") {
		// RFC 9110 §15.5.17: a 416 SHOULD carry the current length in Content-Range.
		const refusal = problem(
			"range-not-satisfiable",
			`The file has only ${file.size} bytes. Request a range that starts before its end.`,
		);
		return problemResponse(refusal, { "content-range": `bytes */${file.size}` });
	}
	const found = await blobs.get(object, wanted.kind === "piece" ? wanted : undefined);
	if (found === null)
		return problemResponse(
			problem("gone", "The stored bytes of this file are gone. Delete the file and upload it again."),
		);
	if (wanted.kind === "all")
		return new Response(found.body, { headers: { ...headers, "content-length": String(file.size) } });
	const { offset, length } = wanted;
	headers["content-range"] = `bytes ${offset}-${offset + length - 1}/${file.size}`;
	headers["content-length"] = String(length);
	return new Response(found.body, { status: 206, headers });
}

/** `/api/files/:n`: send a file, read its record and results, run a verb on it, remove it. */
export const fileRoutes = new Hono<RouteEnv>()
	.use(requireCaller)
	.put("/:n", putFile)
	.get("/:n", async (context) => {
		const { session, tokenHash } = context.var.caller;
		const details = await session.fileDetails(tokenHash, fileNumber(context));
		if (!details.ok) return problemResponse(details.problem);
		return context.body(details.value, 200, {
			"content-type": "application/json",
			"cache-control": "no-store",
		});
	})
	.get("/:n/chunks", serveChunks)
	.get("/:n/chunks.jsonl", exportChunks)
	.get("/:n/mind-map", serveMindMap)
	.get("/:n/transcript.vtt", serveTranscript)
	.get("/:n/original", serveOriginal)
	.get("/:n/thumbnail", serveThumbnail)
	.post("/:n/:verb", (context) => applyVerb(context, { file: fileNumber(context) }))
	.delete("/:n", (context) => removeFiles(context, { file: fileNumber(context) }));
