import * as z from "zod/mini";
import { FILE_KINDS } from "../files/file-state.ts";
import { textLocation } from "./chunk.ts";

/** Hits of one answer, by default and at most. */
export const DEFAULT_SEARCH_HITS = 20;
export const MAX_SEARCH_HITS = 50;

/** How far one can page through the hits: beyond that, other words find it sooner. */
export const MAX_SEARCH_OFFSET = 1_000;

/** Characters and terms of one query. */
export const MAX_QUERY_CHARS = 512;
export const MAX_QUERY_TERMS = 32;

/** One place in one file where the query was found. */
export const searchHit = z.object({
	file: z.int(),
	name: z.string(),
	/** The key of its batch. */
	batch: z.string(),
	kind: z.optional(z.enum(FILE_KINDS)),
	/** The chunk, by its number in the file; absent where the hit is in the metadata of a photo or a recording. */
	chunk: z.optional(z.int()),
	place: textLocation,
	/** The part of the chunk around the match, and where in this text the matches are (from, to; `to` exclusive). */
	snippet: z.string(),
	marks: z.array(z.tuple([z.int(), z.int()])),
	/** The higher the better; comparable within one answer only. */
	score: z.number(),
});

/** `GET /api/session/search`: the best first. */
export const searchReply = z.object({
	hits: z.array(searchHit),
	/** Whether there are more after these. */
	more: z.boolean(),
	/** No text has every word, so these have some of them. */
	partly: z.optional(z.literal(true)),
});

export type SearchHit = z.infer<typeof searchHit>;
export type SearchReply = z.infer<typeof searchReply>;
