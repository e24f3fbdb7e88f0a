import type { ShareInfo } from "../../protocol/http/share.ts";
import type { Problem } from "../../protocol/problem.ts";
import type { Result } from "../../protocol/result.ts";
import type { ConnectionReport, ConnectionStatistics } from "../../protocol/stream/statistics.ts";

/** What is asked for a share; its proof is the SHA-256 of its token, in hex. */
export interface WantedShare {
	readonly proof: string;
	readonly key: string;
	readonly hours: number;
	readonly originals: boolean;
}

/** What the actor offers to those who give rights away or take them back. */
export interface AccessDoor {
	/** Another token counts from now on. Sockets that were opened with the old one are closed. */
	changeToken(proof: string, next: string): Promise<Result<null, Problem>>;
	/** Keeps a ticket for one socket, for the owner or for a share. Answers when it expires. */
	addTicket(proof: string, ticket: string): Promise<Result<number, Problem>>;
	share(proof: string, wanted: WantedShare): Promise<Result<ShareInfo, Problem>>;
	shares(proof: string, key: string): Promise<Result<ShareInfo[], Problem>>;
	/** How the streams of this session were opened, with what a client has to add. */
	statistics(proof: string, report?: ConnectionReport): Promise<Result<ConnectionStatistics, Problem>>;
	/** Takes a share back. Its sockets are closed. */
	unshare(proof: string, key: string, id: number): Promise<Result<null, Problem>>;
}
