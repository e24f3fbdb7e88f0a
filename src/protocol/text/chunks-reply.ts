import * as z from "zod/mini";
import { chunk } from "./chunk.ts";

/** Chunks of one answer at most: about half a megabyte. */
export const MAX_CHUNKS_PAGE = 256;

/** `GET /api/files/:n/chunks`: the text of a document, in order. */
export const chunksReply = z.object({
	/** How many chunks there are so far. */
	total: z.int(),
	chunks: z.array(chunk),
});

export type ChunksReply = z.infer<typeof chunksReply>;
