import type { Context } from "hono";
import { problem } from "../../protocol/problem.ts";
import { MAX_CHUNKS_PAGE } from "../../protocol/text/chunks-reply.ts";
import type { ChunksFrom } from "../../session/store/text-tables.ts";
import type { RouteEnv } from "../auth/caller.ts";
import { problemResponse } from "../http/problem-response.ts";
import { attachment } from "./attachment.ts";
import { fileNumber } from "./file-number.ts";

/** A whole number of a query; digits enough for any character of a text. */
const WHOLE = /^\d{1,9}$/;

/** Where the answer is to begin; nothing where that cannot be read. */
function startOf({ from, at, page }: Readonly<Record<string, string>>): ChunksFrom | undefined {
	const [told = "0", another] = [from, at, page].filter((text) => text !== undefined);
	if (another !== undefined || !WHOLE.test(told)) return undefined;
	if (at !== undefined) return { character: Number(told) };
	return page === undefined ? Number(told) : { page: Number(told) };
}

/** A run of a document's chunks: `?count=` so many, from a chunk, a character or a page on. */
export async function serveChunks(context: Context<RouteEnv>): Promise<Response> {
	const query = context.req.query();
	const from = startOf(query);
	const { count = String(MAX_CHUNKS_PAGE) } = query;
	if (from === undefined || !WHOLE.test(count))
		return problemResponse(
			problem(
				"malformed",
				"count and one of from, at and page are whole numbers: ?from=0&count=100, ?at=9120, ?page=12.",
			),
		);
	const { door, proof } = context.var.caller;
	const most = Math.min(Number(count), MAX_CHUNKS_PAGE);
	const page = await door.chunks(proof, fileNumber(context), from, most);
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
