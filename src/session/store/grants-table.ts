import { sameProof } from "../rpc/token-hash.ts";
import type { Sql } from "./sql.ts";

/** A right to read one batch, for whoever has its token. */
export interface Share {
	/** Its number within the session. */
	readonly id: number;
	/** SHA-256 of its token, in hex; the token itself is stored nowhere. */
	readonly proof: string;
	/** The number of its batch: a batch that takes the same key later is another one. */
	readonly batch: number;
	/** Whether the bytes of the files may be read too. */
	readonly originals: boolean;
	/** Milliseconds since 1970. */
	readonly createdAt: number;
	readonly expiresAt: number;
}

/** A right to open one socket, for a moment, as whoever asked for it. */
export interface Ticket {
	readonly id: number;
	readonly proof: string;
	/** The share that asked for it; absent when the owner did. */
	readonly share?: number;
	readonly expiresAt: number;
}

/** The row between shares and tickets: it holds the highest number that a share was ever given. */
const LAST_SHARE = 0;

/**
 * Rights that the owner of a session has given away: shares, numbered from 1, and tickets, numbered below 0. One row
 * each; all are few and are read together. A share's number is never used again: whoever holds an old list of links and
 * takes one back takes back none that was made since.
 */
export class Grants {
	readonly #sql: Sql;
	#shares: Map<number, Share> | undefined;
	#lastShare = 0;
	#tickets = new Map<number, Ticket>();

	constructor(sql: Sql) {
		this.#sql = sql;
	}

	/** Read when somebody first asks: most sessions give nothing away, and a wake should cost them nothing. */
	#load(): Map<number, Share> {
		if (this.#shares) return this.#shares;
		this.#shares = new Map();
		for (const row of this.#sql.exec("SELECT id, body FROM grants ORDER BY id")) {
			const [id, grant] = [row.id as number, JSON.parse(row.body as string) as unknown];
			if (id === LAST_SHARE) this.#lastShare = grant as number;
			else if (id > LAST_SHARE) this.#shares.set(id, grant as Share);
			else this.#tickets.set(id, grant as Ticket);
		}
		// A session from before that row was kept has none.
		this.#lastShare = Math.max(this.#lastShare, ...this.#shares.keys());
		return this.#shares;
	}

	#put(id: number, body: Share | Ticket | number): void {
		this.#sql.exec("INSERT OR REPLACE INTO grants (id, body) VALUES (?, ?)", id, JSON.stringify(body));
	}

	/** Shares that still hold. Those that do not are removed on the way. */
	shares(now: number): Share[] {
		const shares = this.#load();
		for (const { id, expiresAt } of [...shares.values()]) if (expiresAt <= now) this.dropShare(id);
		return [...shares.values()];
	}

	/** Gives a share its number and keeps it. */
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

	/** The share of a token, by its proof; every one is looked at, whichever it is. */
	shareOf(proof: string, now: number): Share | undefined {
		let found: Share | undefined;
		for (const share of this.#load().values())
			if (sameProof(share.proof, proof) && share.expiresAt > now) found = share;
		return found;
	}

	/** Tickets that were neither used nor have expired, of one share or of the owner. */
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

	/** Takes a ticket by its proof: the first who shows it has used it up. */
	takeTicket(proof: string, now: number): Ticket | undefined {
		this.#load();
		let found: Ticket | undefined;
		for (const ticket of this.#tickets.values()) if (sameProof(ticket.proof, proof)) found = ticket;
		if (found) this.#dropTicket(found.id);
		return found && found.expiresAt > now ? found : undefined;
	}

	/** Revokes every ticket that the owner asked for. */
	dropOwnersTickets(): void {
		this.#load();
		for (const { id, share } of [...this.#tickets.values()]) if (share === undefined) this.#dropTicket(id);
	}

	#dropTicket(id: number): void {
		this.#tickets.delete(id);
		this.#sql.exec("DELETE FROM grants WHERE id = ?", id);
	}
}
