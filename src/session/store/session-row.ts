import { problem } from "../../protocol/problem.ts";
import type { ConnectionStatistics } from "../../protocol/stream/statistics.ts";
import type { Sql } from "./sql.ts";

/**
 * The shape of the public state that frames build. Raise it when an older frame would fold to something else than a
 * newer one: every session then gets a new epoch when it wakes, and readers a snapshot instead of a tail.
 */
export const STATE_SHAPE = 1;

/** The one row that says whose session this is. Written when it opens, when it ends, and after each slice of work. */
export interface Identity {
	/** SHA-256 of the token, in hex. The token itself is stored nowhere. */
	readonly proof: string;
	readonly epoch: string;
	/** The `STATE_SHAPE` that the epoch's frames have; absent in a session from before shapes were counted. */
	readonly shape?: number;
	/** Milliseconds since 1970. */
	readonly openedAt: number;
	/** Set once the session is being removed: from then on nobody gets in. */
	readonly ended?: true;
	readonly usage: Usage;
	/** How its streams were opened, as far as that was counted when the row was written. */
	readonly connections?: ConnectionStatistics;
	/** When objects that belong to no file were last looked for; milliseconds since 1970. */
	readonly sweptAt?: number;
	/** Up to which frame the clients of each dialect were told, where what they miss is kept for them. */
	readonly told?: Readonly<Record<string, number>>;
}

/** What a session has cost since it was opened. */
export interface Usage {
	readonly rowsWritten: number;
	/** Bytes and requests that the extraction read out of storage. */
	readonly bytesRead: number;
	readonly reads: number;
}

/** Who this session belongs to. */
export function loadIdentity(sql: Sql): Identity | undefined {
	const row = sql.exec("SELECT body FROM session WHERE id = 1")[0];
	return row === undefined ? undefined : (JSON.parse(row.body as string) as Identity);
}

/** Writes the row. */
export function saveIdentity(sql: Sql, identity: Identity): void {
	sql.exec("INSERT OR REPLACE INTO session (id, body) VALUES (1, ?)", JSON.stringify(identity));
}

/** Said to who does not prove whose session this is, and when it is nobody's. */
export const NO_SESSION = problem(
	"unauthorized",
	"This session does not exist, has expired, or the token is wrong. Open a new one with POST /api/session.",
);
