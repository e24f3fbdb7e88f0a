import type { Context } from "hono";
import { problem } from "../../protocol/problem.ts";
import { type Chunk, MAX_CHUNKS_PAGE } from "../../protocol/text/chunk.ts";
import type { RouteEnv } from "../auth/caller.ts";
import { problemResponse } from "../http/problem-response.ts";
import { fileNumber } from "./file-number.ts";

/** Seconds for which the last cue is shown: its end is unknown. */
const LAST_CUE_SECONDS = 4;

/** `GET …/transcript.vtt`: the transcript of a recording as WebVTT (https://www.w3.org/TR/webvtt1/). */
export async function serveTranscript(context: Context<RouteEnv>): Promise<Response> {
	const { session, tokenHash } = context.var.caller;
	const n = fileNumber(context);
	const first = await session.chunks(tokenHash, n, 0, MAX_CHUNKS_PAGE);
	if (!first.ok) return problemResponse(first.problem);
	const chunks: Chunk[] = [...first.value.chunks];
	while (chunks.length < first.value.total) {
		const next = await session.chunks(tokenHash, n, chunks.length, MAX_CHUNKS_PAGE);
		if (!next.ok || next.value.chunks.length === 0) break;
		chunks.push(...next.value.chunks);
	}
	const lines = chunks.flatMap(({ text, place }) => {
		const words = text.split("\n");
		return (place.lines ?? []).map((start, index) => ({ start, text: words[index] ?? "" }));
	});
	if (lines.length === 0)
		return problemResponse(
			problem("not-found", "This file has no transcript, because no speech or captions were found in it."),
		);
	const cues = lines.map(({ start, text }, index) => {
		const end = lines[index + 1]?.start ?? start + LAST_CUE_SECONDS;
		return `${cueTime(start)} --> ${cueTime(end)}\n${escapeCueText(text)}\n`;
	});
	return context.body(`WEBVTT\n\n${cues.join("\n")}`, 200, {
		"content-type": "text/vtt; charset=utf-8",
		"x-content-type-options": "nosniff",
		"cache-control": "no-store",
	});
}

/** A WebVTT timestamp: `hh:mm:ss.ttt`. */
function cueTime(seconds: number): string {
	return new Date(Math.round(seconds * 1000) % 86_400_000)
		.toISOString()
		.slice(11, 23)
		.replace(/^\d\d/, String(Math.floor(seconds / 3600)).padStart(2, "0"));
}

function escapeCueText(text: string): string {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
