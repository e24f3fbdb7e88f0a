import * as z from "zod/mini";
import { formOutcome } from "../../protocol/http/reply.ts";
import { problemBody } from "../../protocol/problem.ts";

/** Seed 002: the 202 of `POST /api/image_batch/upload`. */
export const chunkReply = z.object({
	batchId: z.string(),
	totalFiles: z.int(),
	/** Files that were taken. What becomes of them tell the events. */
	successCount: z.int(),
	failureCount: z.int(),
	/** Each file's own outcome, in the order of the form. */
	files: z.readonly(z.array(formOutcome)),
	/** Set when the form broke off or went over a bound; what stood before it counts. */
	problem: z.optional(problemBody),
});

export type ChunkReply = z.infer<typeof chunkReply>;
