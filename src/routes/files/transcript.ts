import type { Context } from "hono";
import { problem } from "../../protocol/problem.ts";
import type { Chunk } from "../../protocol/text/chunk.ts";
import { MAX_CHUNKS_PAGE } from "../../protocol/text/chunks-reply.ts";
import type { RouteEnv } from "../auth/caller.ts";
import { problemResponse } from "../http/problem-response.ts";
import { fileNumber } from "./file-number.ts";

/** How long the last line is shown, in seconds: nothing tells when it ends. */
const LAST_LINE_SECONDS = 4;

/** The words of a recording as WebVTT (https://www.w3.org/TR/webvtt1/), for players. */
export async function serveTranscript(context: Context<RouteEnv>): Promise<Response> {
	const { door, proof } = context.var.caller;
	const n = fileNumber(context);
	const first = await door.chunks(proof, n, 0, MAX_CHUNKS_PAGE);
	if (!first.ok) return problemResponse(first.problem);
	const chunks: Chunk[] = [...first.value.chunks];
	while (chunks.length < first.value.total) {
		const next = await door.chunks(proof, n, chunks.length, MAX_CHUNKS_PAGE);
		if (!next.ok || next.value.chunks.length === 0) break;
		chunks.push(...next.value.chunks);
	}
	const lines = chunks.flatMap(({ text, place }) => {
		const words = text.split("\n");
		return (place.lines ?? []).map((start, index) => ({ start, text: words[index] ?? "" }));
	});
	if (lines.length === 0)
		return problemResponse(
			problem("not-found", "This file has no transcript: nothing is said in it that could be read."),
		);
	const cues = lines.map(({ start, text }, index) => {
		const end = lines[index + 1]?.start ?? start + LAST_LINE_SECONDS;
		return `${clock(start)} --> ${clock(end)}\n${escaped(text)}\n`;
	});
	return context.body(`WEBVTT\n\n${cues.join("\n")}`, 200, {
		"content-type": "text/vtt; charset=utf-8",
		"x-content-type-options": "nosniff",
		"cache-control": "no-store",
	});
}

function clock(seconds: number): string {
	return new Date(Math.round(seconds * 1000) % 86_400_000)
		.toISOString()
		.slice(11, 23)
		.replace(/^\d\d/, String(Math.floor(seconds / 3600)).padStart(2, "0"));
}

function escaped(text: string): string {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
