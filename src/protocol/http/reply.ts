import * as z from "zod/mini";
import { facts } from "../files/facts.ts";
import { fileRecord } from "../files/file-record.ts";
import { totals } from "../files/totals.ts";
import { problemBody } from "../problem.ts";
import { gauges, span } from "../stream/frame.ts";
import { chunkOptions } from "../text/chunk-options.ts";

/** Where a file stands in the queue. */
export const queuePlace = z.object({
	/** Files that are called before it. */
	rank: z.int(),
	/** Until it is done; `null` while nobody can tell. */
	timeLeft: z.nullable(span),
});

/** `GET /api/session`. */
export const sessionInfo = z.object({
	id: z.string(),
	/** Milliseconds since 1970. */
	openedAt: z.int(),
	/** When everything goes unless something changes before; milliseconds since 1970. */
	expiresAt: z.int(),
	totals,
	/** As a frame would tell them now: the queue, and how long everything will take. */
	gauges,
	/** What the session has cost so far. */
	usage: z.object({ rowsWritten: z.int(), bytesRead: z.int(), reads: z.int() }),
});

/** `POST /api/session`. The token is told this once and stored nowhere. */
export const sessionOpened = z.object({ session: sessionInfo, token: z.string(), cursor: z.string() });

/** What became of one file of a form, in the order in which they stood there. */
export const formOutcome = z.object({
	/** Absent when the file was refused before it had a number. */
	n: z.optional(z.int()),
	name: z.string(),
	state: z.enum(["stored", "refused"]),
	problem: z.optional(problemBody),
});

/** `POST /api/batches/:key/files`. */
export const formReply = z.object({
	batch: z.string(),
	files: z.readonly(z.array(formOutcome)),
	cursor: z.string(),
	/** Set when the form itself broke off or went over a bound; what stood before it is in `files`. */
	problem: z.optional(problemBody),
});

/** `PUT /api/files/:n`. */
export const fileReply = z.object({ file: fileRecord, cursor: z.string() });

/** `GET /api/files/:n`. */
export const fileDetails = z.object({
	file: fileRecord,
	/** `null` when it neither runs nor waits. */
	place: z.nullable(queuePlace),
	/** `null` until the extraction is done. */
	facts: z.nullable(facts),
});

/** `GET /api/session/files`: records in the order of their numbers. */
export const fileList = z.object({
	files: z.readonly(z.array(fileRecord)),
	/** The number to go on `from`, when there are more. */
	next: z.optional(z.int()),
	cursor: z.string(),
});

/** `GET /api/batches/:key`. */
export const batchReply = z.object({
	batch: z.object({
		key: z.string(),
		at: z.int(),
		totals,
		/** Of its first file, with the time until its last one is done; `null` when none of them runs or waits. */
		place: z.nullable(queuePlace),
		/** How its documents are cut, where somebody said. */
		chunks: z.optional(chunkOptions),
	}),
	files: z.readonly(z.array(fileRecord)),
	cursor: z.string(),
});

/** Commands on a file, a batch or the session: how many files each one changed. */
export const commandReply = z.object({ changed: z.int(), cursor: z.string() });

/** `GET /healthz` and `/readyz`. */
export const health = z.object({ status: z.enum(["ok", "ready"]) });

/** `GET /api/version`: what Cloudflare knows of the deployed version. */
export const version = z.object({ id: z.string(), tag: z.string(), timestamp: z.string() });

export type QueuePlace = z.infer<typeof queuePlace>;
export type SessionInfo = z.infer<typeof sessionInfo>;
export type SessionOpened = z.infer<typeof sessionOpened>;
export type FormOutcome = z.infer<typeof formOutcome>;
export type FormReply = z.infer<typeof formReply>;
export type FileReply = z.infer<typeof fileReply>;
export type FileDetails = z.infer<typeof fileDetails>;
export type FileList = z.infer<typeof fileList>;
export type BatchReply = z.infer<typeof batchReply>;
export type CommandReply = z.infer<typeof commandReply>;
