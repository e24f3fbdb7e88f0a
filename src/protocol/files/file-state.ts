/**
 * The states of a file. `expected` → `uploading` → `queued` → `processing` → `completed`; from most of them a file can
 * become `retrying`, `paused`, `failed` or `cancelled`. `src/session/rules/file-rules.ts` has the table of transitions.
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

/** States that a file leaves only by a command (`retry`), or when captions that came late make it worth another read. */
export const TERMINAL_STATES = ["completed", "failed", "cancelled"] as const satisfies readonly FileState[];

const TERMINAL: ReadonlySet<FileState | undefined> = new Set(TERMINAL_STATES);

/** Whether a file is in a terminal state. `undefined`, as in a change that does not touch the state, is not. */
export function isTerminal(state: FileState | undefined): boolean {
	return TERMINAL.has(state);
}
