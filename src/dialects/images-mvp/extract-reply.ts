import * as z from "zod/mini";

/** Seeds 000 and 001: the 202 of `POST /api/images_mvp/extract`. */
export const extractReply = z.object({
	sessionId: z.string(),
	status: z.literal("processing"),
	message: z.string(),
	/** The numbers of the files; the seeds do not have this member. */
	files: z.array(z.int()),
});

export type ExtractReply = z.infer<typeof extractReply>;
