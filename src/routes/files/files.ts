import { type Context, Hono } from "hono";
import { problem } from "../../protocol/problem.ts";
import { type RouteEnv, requireCaller } from "../auth/caller.ts";
import { problemResponse } from "../http/problem-response.ts";
import { order, remove } from "../verbs.ts";
import { attachment, HOSTILE_BYTES_HEADERS } from "./attachment.ts";
import { parseRange } from "./byte-range.ts";
import { exportChunks, serveChunks } from "./chunks.ts";
import { isKnown } from "./entity-tag.ts";
import { fileNumber } from "./file-number.ts";
import { serveMindMap } from "./mind-map.ts";
import { putFile } from "./put-file.ts";
import { serveThumbnail } from "./thumbnail.ts";
import { serveTranscript } from "./transcript.ts";

/** The bytes of a stored file, or a range of them. */
export async function serveOriginal(context: Context<RouteEnv>): Promise<Response> {
	const { door, proof, blobs } = context.var.caller;
	const stored = await door.stored(proof, fileNumber(context), "original");
	if (!stored.ok) return problemResponse(stored.problem);
	const { file, object } = stored.value;
	const etag = `"${object}"`;
	const headers: Record<string, string> = {
		...HOSTILE_BYTES_HEADERS,
		"content-type": file.mime ?? "application/octet-stream",
		"content-disposition": attachment(file.name),
		"accept-ranges": "bytes",
		"cache-control": "private, no-cache",
		etag,
	};
	if (isKnown(context.req.header("if-none-match"), etag)) return context.body(null, 304, headers);
	const condition = context.req.header("if-range");
	const range = condition === undefined || condition === etag ? context.req.header("range") : undefined;
	const wanted = parseRange(range, file.size);
	if (wanted.kind === "none") {
		const refusal = problem("range-not-satisfiable", `The file has ${file.size} bytes.`);
		return problemResponse(refusal, { "content-range": `bytes */${file.size}` });
	}
	const found = await blobs.get(object, wanted.kind === "piece" ? wanted : undefined);
	if (found === null) return problemResponse(problem("gone", "The bytes of this file were removed."));
	if (wanted.kind === "all")
		return new Response(found.body, { headers: { ...headers, "content-length": String(file.size) } });
	const { offset, length } = wanted;
	headers["content-range"] = `bytes ${offset}-${offset + length - 1}/${file.size}`;
	headers["content-length"] = String(length);
	return new Response(found.body, { status: 206, headers });
}

/** `/api/files/:n`: send, read, look at, command, remove. */
export const fileRoutes = new Hono<RouteEnv>()
	.use(requireCaller)
	.put("/:n", putFile)
	.get("/:n", async (context) => {
		const { door, proof } = context.var.caller;
		const details = await door.details(proof, fileNumber(context));
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
	.post("/:n/:verb", (context) => order(context, { file: fileNumber(context) }))
	.delete("/:n", (context) => remove(context, { file: fileNumber(context) }));
