import type { Context } from "hono";
import { problem } from "../../protocol/problem.ts";
import { MAX_CHUNKS_PAGE } from "../../protocol/text/chunk.ts";
import type { ChunksFrom } from "../../session/store/text-tables.ts";
import type { RouteEnv } from "../auth/caller.ts";
import { problemResponse } from "../http/problem-response.ts";
import { attachment } from "./attachment.ts";
import { fileNumber } from "./file-number.ts";

/** Nine digits are enough for any character offset in a text. */
const WHOLE_NUMBER = /^\d{1,9}$/;

/** Where a page of chunks starts: at a chunk, a character or a page of the document. `undefined` when unreadable or ambiguous. */
function parseStart({ from, at, page }: Readonly<Record<string, string>>): ChunksFrom | undefined {
	const [value = "0", another] = [from, at, page].filter((text) => text !== undefined);
	if (another !== undefined || !WHOLE_NUMBER.test(value)) return undefined;
	if (at !== undefined) return { character: Number(value) };
	return page === undefined ? Number(value) : { page: Number(value) };
}

/** `GET …/chunks`: at most `?count=` chunks of a document, starting at `?from=` (chunk), `?at=` (character) or `?page=`. */
export async function serveChunks(context: Context<RouteEnv>): Promise<Response> {
	const query = context.req.query();
	const from = parseStart(query);
	const { count = String(MAX_CHUNKS_PAGE) } = query;
	if (from === undefined || !WHOLE_NUMBER.test(count))
		return problemResponse(
			problem(
				"malformed",
				"count, from, at and page must be whole numbers, and only one of from, at and page may be given: ?from=0&count=100, ?at=9120, ?page=12.",
			),
		);
	const { session, tokenHash } = context.var.caller;
	const limit = Math.min(Number(count), MAX_CHUNKS_PAGE);
	const page = await session.chunks(tokenHash, fileNumber(context), from, limit);
	if (!page.ok) return problemResponse(page.problem);
	return context.json(page.value, 200, { "cache-control": "no-store" });
}

/** `GET …/chunks.jsonl`: all chunks of a document as a JSON Lines download. */
export async function exportChunks(context: Context<RouteEnv>): Promise<Response> {
	const { session, tokenHash } = context.var.caller;
	const n = fileNumber(context);
	const first = await session.chunks(tokenHash, n, 0, MAX_CHUNKS_PAGE);
	if (!first.ok) return problemResponse(first.problem);
	const details = await session.storedFile(tokenHash, n, "original");
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
			const next = await session.chunks(tokenHash, n, (page.at(-1)?.index ?? 0) + 1, MAX_CHUNKS_PAGE);
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
