import * as z from "zod/mini";
import { MAX_BATCH_KEY_LENGTH, MAX_FILE_BYTES, MAX_MANIFEST_FILES, MAX_PATH_BYTES } from "../limits.ts";
import { chunkOptions } from "../text/chunk-options.ts";

/** A batch's name, chosen by the client and unique within its session. */
export const batchKey = z
	.string()
	.check(z.minLength(1), z.maxLength(MAX_BATCH_KEY_LENGTH), z.regex(/^[A-Za-z0-9._~:@-]+$/));

/** One file as the client announces it before any byte is sent. */
export const manifestEntry = z.object({
	/** May be a path; it is cleaned and cut, never refused for its characters. */
	name: z.string().check(z.maxLength(4 * MAX_PATH_BYTES)),
	size: z.int().check(z.nonnegative(), z.maximum(MAX_FILE_BYTES)),
	type: z.optional(z.string().check(z.maxLength(255))),
	/** The file's path, relative to the dropped folder. */
	path: z.optional(z.string().check(z.maxLength(4 * MAX_PATH_BYTES))),
	lastModified: z.optional(z.int()),
	/** SHA-256 of the bytes in lower-case hex: bytes that the session has are not sent again, and other bytes are refused. */
	sha256: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
});

/** `POST /api/batches/:key`: everything that a drop will send. */
export const manifest = z.object({
	/** How the batch's documents are chunked; applies to those whose reading has not begun. */
	chunks: z.optional(chunkOptions),
	files: z.array(manifestEntry).check(z.minLength(1), z.maxLength(MAX_MANIFEST_FILES)),
});

/** The answer: one number per file, in the order of the manifest. The same manifest again gives the same numbers. */
export const manifestReply = z.object({
	batch: z.string(),
	files: z.readonly(z.array(z.int())),
	/** The numbers whose bytes are stored already, so that nothing needs to be sent. Absent when there are none. */
	already: z.optional(z.readonly(z.array(z.int()))),
	cursor: z.string(),
});

export type ManifestEntry = z.infer<typeof manifestEntry>;
export type Manifest = z.infer<typeof manifest>;
export type ManifestReply = z.infer<typeof manifestReply>;
