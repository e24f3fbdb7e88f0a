import * as z from "zod/mini";

/** Tokens of a chunk by default: what most retrieval systems take, and what fits every embedding model. */
export const DEFAULT_CHUNK_TOKENS = 512;

/** Fewer would make single sentences of chunks, and more chunks of a long document than are kept (60,000). */
export const MIN_CHUNK_TOKENS = 64;

/** More than the embedding models of today take at once. */
export const MAX_CHUNK_TOKENS = 8_192;

/** Share of a chunk that may be repeated in the next: with more, most of the text would be stored twice. */
export const MAX_OVERLAP_SHARE = 0.5;

/** Share that is repeated by default. */
const DEFAULT_OVERLAP_SHARE = 1 / 8;

/** How the documents of a batch are chunked, in tokens as `countTokens` estimates them. */
export const chunkOptions = z
	.object({
		size: z.int().check(z.minimum(MIN_CHUNK_TOKENS), z.maximum(MAX_CHUNK_TOKENS)),
		/** Tokens at the end of a chunk that the next one repeats; by default an eighth of the size. */
		overlap: z.optional(z.int().check(z.nonnegative())),
	})
	.check(
		z.refine(({ size, overlap = 0 }) => overlap <= size * MAX_OVERLAP_SHARE, {
			path: ["overlap"],
			error: "at most half of size",
		}),
	);

export type ChunkOptions = z.infer<typeof chunkOptions>;

/** The size of chunks, in tokens. */
export interface ChunkSize {
	readonly size: number;
	/** Tokens at the end of a chunk that the next one repeats. */
	readonly overlap: number;
}

/** The size that was asked for, with defaults for what was left out. */
export function chunkSizeOf(options: ChunkOptions | undefined): ChunkSize {
	const size = options?.size ?? DEFAULT_CHUNK_TOKENS;
	return { size, overlap: options?.overlap ?? Math.floor(size * DEFAULT_OVERLAP_SHARE) };
}
