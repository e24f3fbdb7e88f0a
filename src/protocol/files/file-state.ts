/**
 * The states of a file. `expected` → `uploading` → `queued` → `processing` → `completed`, with `retrying`, `paused`,
 * `failed` and `cancelled` beside the way. `src/session/rules/file-rules.ts` holds the table of what leads where.
 */
export const FILE_STATES = [
	"expected",
	"uploading",
	"queued",
	"processing",
	"retrying",
	"paused",
	"completed",
	"failed",
	"cancelled",
] as const;

/** Kinds of files, decided by the bytes and never by the name. */
export const FILE_KINDS = ["image", "document", "video", "audio", "other"] as const;

export type FileState = (typeof FILE_STATES)[number];
export type FileKind = (typeof FILE_KINDS)[number];
