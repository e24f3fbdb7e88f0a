import * as z from "zod/mini";

/** Tokens of a chunk when nobody says how many: what most retrieval systems take, and what fits every embedding model. */
export const DEFAULT_CHUNK_TOKENS = 512;

/** Fewer would make sentences of a chunk, and more chunks of a long document than are kept (60,000). */
export const MIN_CHUNK_TOKENS = 64;

/** More than the embedding models of today take at once. */
export const MAX_CHUNK_TOKENS = 8_192;

/** Share of a chunk that may be said again in the next: with more, most of what is kept would be kept twice. */
export const MAX_OVERLAP_SHARE = 0.5;

/** Share that is said again when nobody says how much. */
const DEFAULT_OVERLAP_SHARE = 1 / 8;

/** How the documents of a batch are cut: wishes, in tokens as `countTokens` estimates them. */
export const chunkOptions = z
	.object({
		size: z.int().check(z.minimum(MIN_CHUNK_TOKENS), z.maximum(MAX_CHUNK_TOKENS)),
		/** Tokens at the end of a chunk that the next begins with; an eighth of the size unless it is said. */
		overlap: z.optional(z.int().check(z.nonnegative())),
	})
	.check(
		z.refine(({ size, overlap = 0 }) => overlap <= size * MAX_OVERLAP_SHARE, {
			path: ["overlap"],
			error: "at most half of size",
		}),
	);

export type ChunkOptions = z.infer<typeof chunkOptions>;

/** How large chunks are wanted, in tokens. */
export interface ChunkSize {
	readonly size: number;
	/** Tokens at the end of a chunk that are said again at the beginning of the next. */
	readonly overlap: number;
}

/** The size that was asked for, with what was left out filled in. */
export function chunkSizeOf(options: ChunkOptions | undefined): ChunkSize {
	const size = options?.size ?? DEFAULT_CHUNK_TOKENS;
	return { size, overlap: options?.overlap ?? Math.floor(size * DEFAULT_OVERLAP_SHARE) };
}
