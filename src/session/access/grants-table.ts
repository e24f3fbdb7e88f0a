import type { Sql } from "../store/sql.ts";
import { isSameTokenHash } from "./token-hash.ts";

/** A right to read one batch, for anyone who has its token. */
export interface Share {
	/** Its number within the session. */
	readonly id: number;
	/** SHA-256 of its token, in hex; the token itself is stored nowhere. */
	readonly tokenHash: string;
	/** The number of its batch. Not its key: a later batch with the same key is another one. */
	readonly batch: number;
	/** Whether the files' contents may be read too. */
	readonly originals: boolean;
	/** Milliseconds since 1970. */
	readonly createdAt: number;
	readonly expiresAt: number;
}

/** A short-lived right to open one socket as the viewer it was issued to. */
export interface Ticket {
	readonly id: number;
	readonly tokenHash: string;
	/** The share it was issued to; absent for the owner. */
	readonly share?: number;
	readonly expiresAt: number;
}

/** A grant as its row spells it. */
type Stored<Grant extends { readonly tokenHash: string }> = Omit<Grant, "tokenHash"> & {
	readonly proof: string;
};

function toRow<Grant extends Share | Ticket>({ tokenHash: proof, ...same }: Grant) {
	return { ...same, proof };
}

function shareFrom({ proof: tokenHash, ...same }: Stored<Share>): Share {
	return { ...same, tokenHash };
}

function ticketFrom({ proof: tokenHash, ...same }: Stored<Ticket>): Ticket {
	return { ...same, tokenHash };
}

/** The id between shares and tickets: this row has the highest number that a share ever got. */
const LAST_SHARE = 0;

/**
 * Rights that the owner of a session has given away: shares, numbered from 1, and tickets, numbered below 0. One row each; they
 * are few and read together. A share's number is never reused, so that revoking from an old list never hits a newer share.
 */
export class GrantsTable {
	readonly #sql: Sql;
	#shares: Map<number, Share> | undefined;
	#lastShare = 0;
	#tickets = new Map<number, Ticket>();

	constructor(sql: Sql) {
		this.#sql = sql;
	}

	/** Read when first needed: most sessions give nothing away, and their wakes should not pay for it. */
	#load(): Map<number, Share> {
		if (this.#shares) return this.#shares;
		this.#shares = new Map();
		for (const row of this.#sql.exec("SELECT id, body FROM grants ORDER BY id")) {
			const [id, grant] = [row.id as number, JSON.parse(row.body as string) as unknown];
			if (id === LAST_SHARE) this.#lastShare = grant as number;
			else if (id > LAST_SHARE) this.#shares.set(id, shareFrom(grant as Stored<Share>));
			else this.#tickets.set(id, ticketFrom(grant as Stored<Ticket>));
		}
		// Older sessions lack that row.
		this.#lastShare = Math.max(this.#lastShare, ...this.#shares.keys());
		return this.#shares;
	}

	#put(id: number, grant: Share | Ticket | number): void {
		const body = JSON.stringify(typeof grant === "number" ? grant : toRow(grant));
		this.#sql.exec("INSERT OR REPLACE INTO grants (id, body) VALUES (?, ?)", id, body);
	}

	/** Shares that have not expired. Expired ones are removed on the way. */
	shares(now: number): Share[] {
		const shares = this.#load();
		for (const { id, expiresAt } of [...shares.values()]) if (expiresAt <= now) this.dropShare(id);
		return [...shares.values()];
	}

	/** Numbers a share and saves it. */
	addShare(share: Omit<Share, "id">): Share {
		const shares = this.#load();
		const added = { id: ++this.#lastShare, ...share };
		this.#put(LAST_SHARE, added.id);
		this.#put(added.id, added);
		shares.set(added.id, added);
		return added;
	}

	dropShare(id: number): void {
		if (!this.#load().delete(id)) return;
		this.#sql.exec("DELETE FROM grants WHERE id = ?", id);
		for (const ticket of [...this.#tickets.values()]) if (ticket.share === id) this.#dropTicket(ticket.id);
	}

	/** The share with this token hash. All are compared, so that the time taken does not reveal which one matched. */
	shareOf(tokenHash: string, now: number): Share | undefined {
		let found: Share | undefined;
		for (const share of this.#load().values())
			if (isSameTokenHash(share.tokenHash, tokenHash) && share.expiresAt > now) found = share;
		return found;
	}

	/** Unused tickets that have not expired, of one share or of the owner. */
	tickets(share: number | undefined, now: number): Ticket[] {
		this.#load();
		for (const { id, expiresAt } of [...this.#tickets.values()]) if (expiresAt <= now) this.#dropTicket(id);
		return [...this.#tickets.values()].filter((ticket) => ticket.share === share);
	}

	addTicket(ticket: Omit<Ticket, "id">): void {
		this.#load();
		const added = { id: Math.min(0, ...this.#tickets.keys()) - 1, ...ticket };
		this.#put(added.id, added);
		this.#tickets.set(added.id, added);
	}

	/** Uses up the ticket with this hash; `undefined` when there is none, or it has expired. */
	takeTicket(tokenHash: string, now: number): Ticket | undefined {
		this.#load();
		let found: Ticket | undefined;
		for (const ticket of this.#tickets.values())
			if (isSameTokenHash(ticket.tokenHash, tokenHash)) found = ticket;
		if (found) this.#dropTicket(found.id);
		return found && found.expiresAt > now ? found : undefined;
	}

	/** Revokes every ticket of the owner. */
	dropOwnersTickets(): void {
		this.#load();
		for (const { id, share } of [...this.#tickets.values()]) if (share === undefined) this.#dropTicket(id);
	}

	#dropTicket(id: number): void {
		this.#tickets.delete(id);
		this.#sql.exec("DELETE FROM grants WHERE id = ?", id);
	}
}
