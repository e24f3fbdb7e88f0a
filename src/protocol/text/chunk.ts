import * as z from "zod/mini";

/** Where in a document or recording a piece of text is, as far as its format says. Pages and the like count from 1. */
export const textLocation = z.object({
	page: z.optional(z.int()),
	slide: z.optional(z.int()),
	sheet: z.optional(z.string()),
	chapter: z.optional(z.int()),
	/** Seconds into a recording at which it is said, and at which each of its lines is. */
	time: z.optional(z.number()),
	lines: z.optional(z.array(z.number())),
	/** The headings above it, the outermost first. */
	headings: z.optional(z.array(z.string())),
});

/**
 * One piece of a document. `start` and `end` count characters (UTF-16 code units) of the document's whole text; neighbours
 * may overlap, and together they leave nothing out.
 */
export const chunk = z.object({
	/** From 0, in the order of the text. */
	index: z.int(),
	start: z.int(),
	end: z.int(),
	/** Estimated; see `countTokens`. */
	tokens: z.int(),
	place: textLocation,
	text: z.string(),
});

/** Chunks of one answer at most: about half a megabyte. */
export const MAX_CHUNKS_PAGE = 256;

/** `GET /api/files/:n/chunks`: the text of a document, in order. */
export const chunksReply = z.object({
	/** How many chunks there are so far. */
	total: z.int(),
	chunks: z.array(chunk),
});

export type TextLocation = z.infer<typeof textLocation>;
export type Chunk = z.infer<typeof chunk>;
export type ChunksReply = z.infer<typeof chunksReply>;
