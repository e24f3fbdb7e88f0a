import type { Facts } from "./facts.ts";
import type { FileRecord } from "./file-record.ts";
import type { Problem } from "./problem.ts";
import type { Totals } from "./session-state.ts";

/** `POST /api/session`. The token is told this once and stored nowhere. */
export interface SessionOpened {
	readonly session: SessionInfo;
	readonly token: string;
	readonly cursor: string;
}

/** `GET /api/session`. */
export interface SessionInfo {
	readonly id: string;
	/** Milliseconds since 1970. */
	readonly openedAt: number;
	/** When everything goes unless something changes before; milliseconds since 1970. */
	readonly expiresAt: number;
	readonly totals: Totals;
	/** What the session has cost so far. */
	readonly usage: { readonly rowsWritten: number; readonly bytesRead: number; readonly reads: number };
}

/** What became of one file of a form, in the order in which they stood there. */
export interface FormOutcome {
	/** Absent when the file was refused before it had a number. */
	readonly n?: number;
	readonly name: string;
	readonly state: "stored" | "refused";
	readonly problem?: Problem;
}

/** `POST /api/batches/:key/files`. */
export interface FormReply {
	readonly batch: string;
	readonly files: readonly FormOutcome[];
	readonly cursor: string;
	/** Set when the form itself broke off or went over a bound; what stood before it is in `files`. */
	readonly problem?: Problem;
}

/** `PUT /api/files/:n`. */
export interface FileReply {
	readonly file: FileRecord;
	readonly cursor: string;
}

/** `GET /api/files/:n`. */
export interface FileDetails {
	readonly file: FileRecord;
	/** `null` until the extraction is done. */
	readonly facts: Facts | null;
}

/** `GET /api/batches/:key`. */
export interface BatchReply {
	readonly batch: { readonly key: string; readonly at: number; readonly totals: Totals };
	readonly files: readonly FileRecord[];
	readonly cursor: string;
}

/** Commands on a file, a batch or the session: how many files each one changed. */
export interface CommandReply {
	readonly changed: number;
	readonly cursor: string;
}
