import * as z from "zod/mini";
import { FILE_KINDS } from "../files/file-state.ts";
import { textLocation } from "../text/chunk.ts";

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
