import type { ShareInfo } from "../../protocol/http/share.ts";
import type { Problem } from "../../protocol/problem.ts";
import type { Result } from "../../protocol/result.ts";
import type { ConnectionReport, ConnectionStatistics } from "../../protocol/stream/statistics.ts";
import type { ShareRequest } from "../access/shares.ts";

/** The actor's methods for giving access to others and taking it back. */
export interface AccessRpc {
	/** Replaces the owner's token. Sockets opened with the old one are closed. */
	changeToken(tokenHash: string, next: string): Promise<Result<null, Problem>>;
	/** Issues a ticket for one socket, to the owner or to a share. Returns when it expires, in milliseconds since 1970. */
	addTicket(tokenHash: string, ticketHash: string): Promise<Result<number, Problem>>;
	createShare(tokenHash: string, request: ShareRequest): Promise<Result<ShareInfo, Problem>>;
	listShares(tokenHash: string, key: string): Promise<Result<ShareInfo[], Problem>>;
	/** Revokes a share and closes its sockets. */
	revokeShare(tokenHash: string, key: string, id: number): Promise<Result<null, Problem>>;
	/** How the streams of this session were opened; `report` adds what only a client can know. */
	statistics(tokenHash: string, report?: ConnectionReport): Promise<Result<ConnectionStatistics, Problem>>;
}
