import * as z from "zod/mini";

const count = z.int().check(z.nonnegative());

/** What only a client can know about its connections, since its last report: added to the session's statistics. */
export const connectionReport = z.strictObject({
	/** Connections that broke, or that could not be opened. */
	failed: z.optional(count.check(z.maximum(10_000))),
	/** How often it fell back to a poorer transport. */
	fellBack: z.optional(count.check(z.maximum(10_000))),
	/** Milliseconds from opening a stream to its first frame. */
	firstFrameMs: z.optional(count.check(z.maximum(600_000))),
});

/** `GET /api/session/statistics`: how the streams of a session were opened, and what their clients reported. */
export const connectionStatistics = z.object({
	opened: z.object({ socket: count, events: count, poll: count }),
	/** What each was sent first: nothing, when it had missed nothing; the tail; or a snapshot. */
	resumed: z.object({ nothing: count, tail: count, snapshot: count }),
	/** Reported by clients, as is `fellBack`. */
	failed: count,
	fellBack: count,
	/** Time to the first frame: how many clients reported it, and the sum of their milliseconds. */
	firstFrame: z.object({ count, ms: count }),
});

export type ConnectionReport = z.infer<typeof connectionReport>;
export type ConnectionStatistics = z.infer<typeof connectionStatistics>;
