import type { Problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import { NO_SESSION } from "../store/session-row.ts";
import { READ_ONLY, type Viewer } from "./access-rules.ts";
import type { GrantsTable } from "./grants-table.ts";
import { isSameTokenHash } from "./token-hash.ts";

/** What admitting a caller depends on. */
export interface AdmissionDeps {
	readonly grants: GrantsTable;
	/** SHA-256 of the owner's token, in hex. */
	ownerHash(): string;
	hasBatch(batch: number): boolean;
	now(): number;
}

/** Identifies a caller by a token or by a ticket. */
export class Admission {
	readonly #deps: AdmissionDeps;

	constructor(deps: AdmissionDeps) {
		this.#deps = deps;
	}

	/** The owner or a share, by a token; a refusal for anyone else. */
	viewer(tokenHash: string): Result<Viewer, Problem> {
		const { grants, ownerHash, hasBatch, now } = this.#deps;
		if (isSameTokenHash(ownerHash(), tokenHash)) return ok({});
		const share = grants.shareOf(tokenHash, now());
		return share && hasBatch(share.batch) ? ok({ share }) : refuse(NO_SESSION);
	}

	/** The owner, by a token; a refusal for anyone else. */
	owner(tokenHash: string): Result<Viewer, Problem> {
		const viewer = this.viewer(tokenHash);
		return viewer.ok && viewer.value.share ? refuse(READ_ONLY) : viewer;
	}

	/** Identifies the caller that a ticket was issued to, and uses it up. */
	redeem(ticketHash: string): Result<Viewer, Problem> {
		const { grants, now } = this.#deps;
		const ticket = grants.takeTicket(ticketHash, now());
		if (ticket === undefined) return refuse(NO_SESSION);
		if (ticket.share === undefined) return ok({});
		const share = grants.shares(now()).find(({ id }) => id === ticket.share);
		return share ? ok({ share }) : refuse(NO_SESSION);
	}
}
