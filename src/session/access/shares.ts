import { MAX_SHARES, type ShareInfo, TICKET_MS } from "../../protocol/http/share.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import { HOUR_MS, MAX_TICKETS } from "../limits.ts";
import { noSuchBatch } from "../rules/targets.ts";
import type { Viewer } from "./access-rules.ts";
import type { GrantsTable, Share } from "./grants-table.ts";

/** A request for a share; `tokenHash` is the SHA-256 of the share's own token, in hex. */
export interface ShareRequest {
	readonly tokenHash: string;
	readonly key: string;
	readonly hours: number;
	readonly originals: boolean;
}

/** What giving access depends on. */
export interface SharesDeps {
	readonly grants: GrantsTable;
	readonly state: SessionState;
	now(): number;
	/** Closes the sockets of a viewer whose right was taken back. */
	closeSockets(viewer: Viewer): void;
}

/** The rights that an owner gives away: shares of a batch, and tickets for one socket. */
export class Shares {
	readonly #deps: SharesDeps;

	constructor(deps: SharesDeps) {
		this.#deps = deps;
	}

	create({ tokenHash, key, hours, originals }: ShareRequest): Result<ShareInfo, Problem> {
		const { grants, now } = this.#deps;
		const batch = this.#batch(key);
		if (!batch.ok) return batch;
		const at = now();
		if (grants.shares(at).length >= MAX_SHARES) {
			const detail = `A session has at most ${MAX_SHARES} share links. Stop sharing one of them first.`;
			return refuse(problem("too-large", detail));
		}
		const wanted = { tokenHash, batch: batch.value, originals, createdAt: at };
		const share = grants.addShare({ ...wanted, expiresAt: at + Math.round(hours * HOUR_MS) });
		return ok(infoOf(share, key));
	}

	/** The shares of a batch that have not expired. */
	list(key: string): Result<ShareInfo[], Problem> {
		const batch = this.#batch(key);
		return batch.ok ? ok(this.#sharesOf(batch.value).map((share) => infoOf(share, key))) : batch;
	}

	revoke(key: string, id: number): Result<null, Problem> {
		const batch = this.#batch(key);
		if (!batch.ok) return batch;
		const share = this.#sharesOf(batch.value).find((own) => own.id === id);
		if (share === undefined)
			return refuse(problem("not-found", `There is no share ${id} of the batch "${key}".`));
		this.#drop(share);
		return ok(null);
	}

	/** Revokes the shares of batches that were removed. */
	revokeOrphaned(): void {
		const { grants, state, now } = this.#deps;
		for (const share of grants.shares(now())) if (!state.batches.has(share.batch)) this.#drop(share);
	}

	/** Issues a ticket to a viewer; returns when it expires. */
	addTicket(viewer: Viewer, ticketHash: string): Result<number, Problem> {
		const { grants, now } = this.#deps;
		const at = now();
		const share = viewer.share?.id;
		if (grants.tickets(share, at).length >= MAX_TICKETS) {
			const detail = `There are ${MAX_TICKETS} unused tickets already. Use one, or wait until they have expired.`;
			return refuse(problem("rate-limited", detail, { retryAfter: TICKET_MS / 1000 }));
		}
		const expiresAt = at + TICKET_MS;
		grants.addTicket({ tokenHash: ticketHash, expiresAt, ...(share !== undefined && { share }) });
		return ok(expiresAt);
	}

	/** Revokes the owner's unused tickets and closes the owner's sockets: its token has changed. */
	revokeOwner(): void {
		this.#deps.grants.dropOwnersTickets();
		this.#deps.closeSockets({});
	}

	#batch(key: string): Result<number, Problem> {
		const batch = this.#deps.state.keys.get(key);
		return batch === undefined ? refuse(noSuchBatch(key)) : ok(batch);
	}

	#sharesOf(batch: number): Share[] {
		return this.#deps.grants.shares(this.#deps.now()).filter((share) => share.batch === batch);
	}

	#drop(share: Share): void {
		this.#deps.grants.dropShare(share.id);
		this.#deps.closeSockets({ share });
	}
}

function infoOf({ id, originals, createdAt, expiresAt }: Share, batch: string): ShareInfo {
	return { id, batch, originals, createdAt, expiresAt };
}
