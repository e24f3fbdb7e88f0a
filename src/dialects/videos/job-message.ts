import * as z from "zod/mini";

/** What every message about a job has, in the words of seed 004. */
const job = {
	/** The number of the file, as text. */
	jobId: z.string(),
	/** The step that it is at: one of the seed's, or one that only other kinds of files have. */
	stage: z.string(),
	/** Percent. */
	progress: z.number(),
	/** The step as a sentence. */
	message: z.string(),
	/** ISO 8601; `null` while there is no estimate, and when the job has ended. */
	estimatedCompletion: z.nullable(z.string()),
	videoTitle: z.string(),
};

/** Seed 004: a message about one job. */
export const jobMessage = z.discriminatedUnion("type", [
	z.object({ type: z.literal("progress_update"), ...job, error: z.optional(z.string()) }),
	z.object({ type: z.literal("processing_complete"), ...job }),
	z.object({ type: z.literal("processing_error"), ...job, error: z.string() }),
]);

/** `GET /api/processing/status-all/:user_id`: messages, so that one handler serves a poll and the socket. */
export const processingStatusList = z.array(jobMessage);

/** A job that waits. */
const waitingJob = z.object({
	jobId: z.string(),
	/** 1 for the next one. */
	position: z.int(),
	/** Seconds until it is done; `null` while there is no estimate. */
	estimatedWait: z.nullable(z.int()),
});

/** Seed 004: `QueueStatus`. */
export const queueStatus = z.object({
	/** The position of the caller's next job: 1 when one waits (it runs next), 0 when none does. */
	position: z.int(),
	/** Jobs that wait. */
	queueLength: z.int(),
	/** Jobs that run. */
	processing: z.int(),
	/** Seconds until every job that waits or runs is done; `null` while there is no estimate. */
	estimatedWait: z.nullable(z.int()),
	estimatedCompletion: z.nullable(z.string()),
	/** The jobs that wait, the next one first; in a message of the socket only the first few. */
	jobs: z.array(waitingJob),
});

/** The queue as a message of the socket. */
export const queueUpdate = z.extend(queueStatus, { type: z.literal("queue_update") });

export type JobMessage = z.infer<typeof jobMessage>;
export type QueueStatus = z.infer<typeof queueStatus>;
export type QueueUpdate = z.infer<typeof queueUpdate>;
