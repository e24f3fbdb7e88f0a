import * as z from "zod/mini";

/** Where in a document a piece of text stands, as far as the document has such places. Pages and the like count from 1. */
export const place = z.object({
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
 * One piece that a document was cut into. `start` and `end` count characters (UTF-16 code units) of the document's whole
 * text; neighbours may overlap, and together they leave nothing out.
 */
export const chunk = z.object({
	/** From 0, in the order of the text. */
	index: z.int(),
	start: z.int(),
	end: z.int(),
	/** Estimated; see `countTokens`. */
	tokens: z.int(),
	place,
	text: z.string(),
});

export type Place = z.infer<typeof place>;
export type Chunk = z.infer<typeof chunk>;
