import type { Context } from "hono";
import { MAX_CHUNKS_PAGE } from "../protocol/chunks-reply.ts";
import { problem } from "../protocol/problem.ts";
import { attachment } from "./attachment.ts";
import type { RouteEnv } from "./caller.ts";
import { fileNumber } from "./file-number.ts";
import { problemResponse } from "./problem-response.ts";

/** A page of a document's chunks: `?from=` its first, `?count=` how many. */
export async function serveChunks(context: Context<RouteEnv>): Promise<Response> {
	const { from = "0", count = String(MAX_CHUNKS_PAGE) } = context.req.query();
	if (!/^\d{1,6}$/.test(from) || !/^\d{1,6}$/.test(count))
		return problemResponse(problem("malformed", "from and count are whole numbers: ?from=0&count=100."));
	const { door, proof } = context.var.caller;
	const most = Math.min(Number(count), MAX_CHUNKS_PAGE);
	const page = await door.chunks(proof, fileNumber(context), Number(from), most);
	if (!page.ok) return problemResponse(page.problem);
	return context.json(page.value, 200, { "cache-control": "no-store" });
}

/** All chunks of a document as JSON Lines, one a line, to be saved. */
export async function exportChunks(context: Context<RouteEnv>): Promise<Response> {
	const { door, proof } = context.var.caller;
	const n = fileNumber(context);
	const first = await door.chunks(proof, n, 0, MAX_CHUNKS_PAGE);
	if (!first.ok) return problemResponse(first.problem);
	const details = await door.stored(proof, n, "original");
	if (!details.ok) return problemResponse(details.problem);
	const encoder = new TextEncoder();
	let page = first.value.chunks;
	const body = new ReadableStream<Uint8Array>({
		async pull(controller) {
			if (page.length === 0) {
				controller.close();
				return;
			}
			controller.enqueue(encoder.encode(page.map((chunk) => `${JSON.stringify(chunk)}\n`).join("")));
			const next = await door.chunks(proof, n, (page.at(-1)?.index ?? 0) + 1, MAX_CHUNKS_PAGE);
			page = next.ok ? next.value.chunks : [];
		},
	});
	return new Response(body, {
		headers: {
			"content-type": "application/jsonl; charset=utf-8",
			"content-disposition": attachment(`${details.value.file.name}.chunks.jsonl`),
			"cache-control": "no-store",
		},
	});
}
