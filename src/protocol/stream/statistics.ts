import * as z from "zod/mini";

const count = z.int().check(z.nonnegative());

/** What a client adds to the statistics of its session: what only it can know, since it told last. */
export const connectionReport = z.strictObject({
	/** Lines that broke, or that could not be opened. */
	failed: z.optional(count.check(z.maximum(10_000))),
	/** How often it went to a poorer transport. */
	fellBack: z.optional(count.check(z.maximum(10_000))),
	/** Milliseconds from opening a stream to its first frame. */
	firstFrameMs: z.optional(count.check(z.maximum(600_000))),
});

/** `GET /api/session/statistics`: how the streams of a session were opened, and what their clients told. */
export const connectionStatistics = z.object({
	opened: z.object({ socket: count, events: count, poll: count }),
	/** What each was told first: nothing, when it had missed nothing; the tail; or a snapshot. */
	resumed: z.object({ nothing: count, tail: count, snapshot: count }),
	/** Told by clients. */
	failed: count,
	fellBack: count,
	/** Time to the first frame: how many told it, and the sum of their milliseconds. */
	firstFrame: z.object({ count, ms: count }),
});

export type ConnectionReport = z.infer<typeof connectionReport>;
export type ConnectionStatistics = z.infer<typeof connectionStatistics>;
