import * as z from "zod/mini";
import { formOutcome } from "../../protocol/http/reply.ts";
import { problemBody } from "../../protocol/problem.ts";

/** Seed 002: the 202 of `POST /api/image_batch/upload`. */
export const chunkReply = z.object({
	batchId: z.string(),
	totalFiles: z.int(),
	/** Files that were stored. Events report what happens to them next. */
	successCount: z.int(),
	failureCount: z.int(),
	/** The result for each file, in the order of the form. */
	files: z.readonly(z.array(formOutcome)),
	/** Set when the form broke off or exceeded a limit; the files before that were stored. */
	problem: z.optional(problemBody),
});

export type ChunkReply = z.infer<typeof chunkReply>;
