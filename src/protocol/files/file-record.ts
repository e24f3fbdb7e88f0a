import * as z from "zod/mini";
import { FILE_KINDS, FILE_STATES } from "./file-state.ts";

/** Why a file failed or is being retried: a stable code, and a sentence for a person. */
export const fileProblem = z.object({ code: z.string(), detail: z.string() });

/** The public state of one file, as every reader of the stream sees it. `change.ts` derives a file's patch from it. */
export const fileRecord = z.object({
	/** Its number within the session; never used again. */
	n: z.int().check(z.positive()),
	/** The number of its batch. */
	batch: z.int().check(z.positive()),
	/** The last part of its path: text to show, never a path to open. */
	name: z.string(),
	/** The whole relative path when the file came in a folder. */
	path: z.optional(z.string()),
	/** Bytes: as declared, and as stored once they are. */
	size: z.int().check(z.nonnegative()),
	/** The media type that the sender claimed. */
	type: z.optional(z.string()),
	/** Milliseconds since 1970, from the sender's file system. */
	lastModified: z.optional(z.int()),
	/** The host that its bytes are fetched from, when it came as a link. */
	host: z.optional(z.string()),
	state: z.enum(FILE_STATES),
	/** The pipeline step that was reached last. */
	stage: z.optional(z.string()),
	/** Percent of the whole pipeline, 0–100, by the weights of the finished stages. */
	progress: z.number(),
	/** How far the current stage is, of `total`: pages while text is extracted, chunks after that. Absent where a stage counts nothing. */
	done: z.optional(z.int()),
	total: z.optional(z.int()),
	/** Its place in the queue: files run in the order of their tickets. */
	ticket: z.optional(z.int()),
	/** Attempts so far, counted before each begins. */
	attempt: z.int(),
	/** Bytes in storage. */
	stored: z.int(),
	/** Decided by the bytes; absent until they have been looked at. */
	kind: z.optional(z.enum(FILE_KINDS)),
	/** The media type found in the bytes. */
	mime: z.optional(z.string()),
	/** How many metadata fields were found. */
	fields: z.optional(z.int()),
	/** Milliseconds that the extraction took. */
	took: z.optional(z.int()),
	/** Share of the expected facts that were found, 0–1. */
	completeness: z.optional(z.number()),
	/** How far the facts can be trusted, 0–1. */
	confidence: z.optional(z.number()),
	/** Whether `/thumbnail` has an embedded picture to give. */
	thumbnail: z.optional(z.boolean()),
	problem: z.optional(fileProblem),
	/** When a file in `retrying` is tried again; milliseconds since 1970. */
	retryAt: z.optional(z.int()),
	/** Milliseconds since 1970 of the last change. */
	at: z.int(),
});

export type FileProblem = z.infer<typeof fileProblem>;
export type FileRecord = z.infer<typeof fileRecord>;
