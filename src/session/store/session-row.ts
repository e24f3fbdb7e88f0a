import { problem } from "../../protocol/problem.ts";
import type { ConnectionStatistics } from "../../protocol/stream/statistics.ts";
import type { Sql } from "./sql.ts";

/**
 * Version of the public state that frames fold into. Raise it when an old frame would fold differently than a new one: every
 * session then gets a new epoch when it wakes, and its readers a snapshot instead of a tail.
 */
export const STATE_SHAPE = 1;

/** The one row that says whose session this is. Written when it opens, when it ends, and after each slice of work. */
export interface SessionRow {
	/** SHA-256 of the token, in hex. The token itself is stored nowhere. */
	readonly tokenHash: string;
	readonly epoch: string;
	/** The `STATE_SHAPE` of the epoch's frames; absent in sessions older than the version number. */
	readonly shape?: number;
	/** Milliseconds since 1970. */
	readonly openedAt: number;
	/** Set once the session is being removed: nobody is admitted any more. */
	readonly ended?: true;
	readonly usage: Usage;
	/** How its streams were opened, as counted when the row was last written. */
	readonly connections?: ConnectionStatistics;
	/** When orphaned objects were last collected; milliseconds since 1970. */
	readonly orphansCheckedAt?: number;
	/** The last frame delivered to the clients of each dialect that is promised what it missed. */
	readonly deliveredUpTo?: Readonly<Record<string, number>>;
}

/** What a session has cost since it was opened. */
export interface Usage {
	readonly rowsWritten: number;
	/** Bytes and requests that extraction read from storage. */
	readonly bytesRead: number;
	readonly reads: number;
}

/** The row as it is spelled in SQLite; `docs/storage.md` lists the members. */
type StoredRow = Omit<SessionRow, "tokenHash" | "orphansCheckedAt" | "deliveredUpTo"> & {
	readonly proof: string;
	readonly sweptAt?: number;
	readonly told?: Readonly<Record<string, number>>;
};

/** Reads the row; `undefined` when the session was never opened. */
export function loadSessionRow(sql: Sql): SessionRow | undefined {
	const row = sql.exec("SELECT body FROM session WHERE id = 1")[0];
	if (row === undefined) return undefined;
	const { proof: tokenHash, sweptAt, told, ...same } = JSON.parse(row.body as string) as StoredRow;
	return {
		...same,
		tokenHash,
		...(sweptAt !== undefined && { orphansCheckedAt: sweptAt }),
		...(told !== undefined && { deliveredUpTo: told }),
	};
}

/** Writes the row. */
export function saveSessionRow(sql: Sql, row: SessionRow): void {
	const { tokenHash: proof, orphansCheckedAt: sweptAt, deliveredUpTo: told, ...same } = row;
	const stored = {
		...same,
		proof,
		...(sweptAt !== undefined && { sweptAt }),
		...(told !== undefined && { told }),
	} satisfies StoredRow;
	sql.exec("INSERT OR REPLACE INTO session (id, body) VALUES (1, ?)", JSON.stringify(stored));
}

/** For callers whose token is not this session's, and when there is no session. */
export const NO_SESSION = problem(
	"unauthorized",
	"This session does not exist, has expired, or the token is wrong. Open a new one with POST /api/session.",
);
