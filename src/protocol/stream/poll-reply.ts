import * as z from "zod/mini";
import { frame } from "./frame.ts";

/** How long a client waits before it reconnects, set by the server: full jitter within the window. */
export const retryWindow = z.object({
	/** Milliseconds to wait at least. */
	min: z.int(),
	/** Milliseconds over which the attempts are spread. */
	window: z.int(),
});

/** What a long-poll answers. Apply the frames in order; ask again with `cursor`. */
export const pollReply = z.object({
	cursor: z.string(),
	frames: z.readonly(z.array(frame)),
	retry: retryWindow,
});

export type RetryWindow = z.infer<typeof retryWindow>;
export type PollReply = z.infer<typeof pollReply>;
