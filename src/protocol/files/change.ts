import * as z from "zod/mini";
import { fileProblem } from "./file-record.ts";
import { FILE_KINDS, FILE_STATES } from "./file-state.ts";

/**
 * A patch of one file. The first patch of a number creates the file; a member that is absent stays as it was;
 * `null` clears it. `removed` ends the record.
 */
export const fileChange = z.strictObject({
	file: z.int().check(z.positive()),
	removed: z.optional(z.literal(true)),
	batch: z.optional(z.int()),
	name: z.optional(z.string()),
	path: z.optional(z.string()),
	size: z.optional(z.int()),
	type: z.optional(z.string()),
	lastModified: z.optional(z.int()),
	host: z.optional(z.string()),
	state: z.optional(z.enum(FILE_STATES)),
	stage: z.optional(z.nullable(z.string())),
	progress: z.optional(z.number()),
	done: z.optional(z.nullable(z.int())),
	total: z.optional(z.nullable(z.int())),
	ticket: z.optional(z.nullable(z.int())),
	attempt: z.optional(z.int()),
	stored: z.optional(z.int()),
	kind: z.optional(z.nullable(z.enum(FILE_KINDS))),
	mime: z.optional(z.nullable(z.string())),
	fields: z.optional(z.nullable(z.int())),
	took: z.optional(z.nullable(z.int())),
	completeness: z.optional(z.nullable(z.number())),
	confidence: z.optional(z.nullable(z.number())),
	thumbnail: z.optional(z.nullable(z.boolean())),
	problem: z.optional(z.nullable(fileProblem)),
	retryAt: z.optional(z.nullable(z.int())),
	at: z.optional(z.int()),
});

/** A patch of one batch. The first patch of a number creates it and carries its key. */
export const batchChange = z.strictObject({
	batch: z.int().check(z.positive()),
	removed: z.optional(z.literal(true)),
	key: z.optional(z.string()),
	at: z.optional(z.int()),
});

/** A patch of one file's or one batch's public state. Told apart by their member `file`. */
export const change = z.union([fileChange, batchChange]);

export type FileChange = z.infer<typeof fileChange>;
export type BatchChange = z.infer<typeof batchChange>;
export type Change = z.infer<typeof change>;
