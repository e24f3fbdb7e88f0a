import * as z from "zod/mini";
import { facts } from "../files/facts.ts";
import { fileRecord } from "../files/file-record.ts";
import { totals } from "../files/totals.ts";
import { problemBody } from "../problem.ts";
import { durationRange, gauges } from "../stream/frame.ts";
import { chunkOptions } from "../text/chunk-options.ts";

/** Where a file is in the queue. */
export const queuePlace = z.object({
	/** Files that run before it. */
	rank: z.int(),
	/** Until it is done; `null` while it cannot be estimated. */
	timeLeft: z.nullable(durationRange),
});

/** `GET /api/session`. */
export const sessionInfo = z.object({
	id: z.string(),
	/** Milliseconds since 1970. */
	openedAt: z.int(),
	/** When everything is deleted unless something changes before; milliseconds since 1970. */
	expiresAt: z.int(),
	totals,
	/** As a frame would carry them now: the queue, and how long everything will take. */
	gauges,
	/** What the session has cost so far. */
	usage: z.object({ rowsWritten: z.int(), bytesRead: z.int(), reads: z.int() }),
});

/** `POST /api/session`. The token is returned only here and stored nowhere. */
export const sessionOpened = z.object({ session: sessionInfo, token: z.string(), cursor: z.string() });

/** The result for one file of a form; results are in the order of the form. */
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
	/** Set when the form itself broke off or exceeded a limit; the files before that are in `files`. */
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
export const fileListReply = z.object({
	files: z.readonly(z.array(fileRecord)),
	/** The `from` of the next page, when there are more. */
	next: z.optional(z.int()),
	cursor: z.string(),
});

/** `GET /api/batches/:key`. */
export const batchReply = z.object({
	batch: z.object({
		key: z.string(),
		at: z.int(),
		totals,
		/** The rank of its first file, and the time until its last one is done; `null` when none of them runs or waits. */
		place: z.nullable(queuePlace),
		/** How its documents are chunked, where the client has set it. */
		chunks: z.optional(chunkOptions),
	}),
	files: z.readonly(z.array(fileRecord)),
	cursor: z.string(),
});

/** Commands on a file, a batch or the session: how many files the command changed. */
export const commandReply = z.object({ changed: z.int(), cursor: z.string() });

/** `GET /healthz` and `/readyz`. */
export const health = z.object({ status: z.enum(["ok", "ready"]) });

/** `GET /api/version`: what Cloudflare reports about the deployed version. */
export const version = z.object({ id: z.string(), tag: z.string(), timestamp: z.string() });

export type QueuePlace = z.infer<typeof queuePlace>;
export type SessionInfo = z.infer<typeof sessionInfo>;
export type SessionOpened = z.infer<typeof sessionOpened>;
export type FormOutcome = z.infer<typeof formOutcome>;
export type FormReply = z.infer<typeof formReply>;
export type FileReply = z.infer<typeof fileReply>;
export type FileDetails = z.infer<typeof fileDetails>;
export type FileListReply = z.infer<typeof fileListReply>;
export type BatchReply = z.infer<typeof batchReply>;
export type CommandReply = z.infer<typeof commandReply>;
