import { MAX_SHARES, type ShareInfo, TICKET_MS } from "../protocol/http/share.ts";
import { type Problem, problem } from "../protocol/problem.ts";
import { ok, type Result, refuse } from "../protocol/result.ts";
import { CLOSE } from "../protocol/stream/stream-message.ts";
import { HOUR_MS, MAX_TICKETS } from "../session/limits.ts";
import type { WantedShare } from "../session/rpc/access-rpc.ts";
import { sameProof } from "../session/rpc/token-hash.ts";
import { noSuchBatch } from "../session/rules/targets.ts";
import type { Loop } from "../session/session.ts";
import { Grants, type Share } from "../session/store/grants-table.ts";
import { type Identity, NO_SESSION } from "../session/store/session-row.ts";
import type { Sql } from "../session/store/sql.ts";

/** What letting callers in needs of the actor. */
export interface AccessPorts {
	readonly ctx: Pick<DurableObjectState, "getWebSockets">;
	readonly sql: Sql;
	now(): number;
	/** The session, unless it was never opened or is being removed. */
	present(): { readonly loop: Loop; readonly identity: Identity } | undefined;
	identify(more: Partial<Identity>): void;
}

/** Who was let in: the owner, or somebody who may read one batch. */
export interface Guest {
	readonly loop: Loop;
	readonly share?: Share;
}

/** Tags of sockets, by which those whose right was taken back are found. */
const OWNER = "owner";
const tagOf = (share: number) => `share-${share}`;

/** The tag of a guest's socket. */
export function tagOfGuest({ share }: Guest): string {
	return share ? tagOf(share.id) : OWNER;
}

/** Said to a share that asks for more than it may. */
export const READ_ONLY = problem(
	"forbidden",
	"This is a link to look at one batch. It can change nothing and see no more.",
);

/** Lets callers in: the owner to everything, a share to look at its batch; and gives rights away. */
export class Access {
	readonly #ports: AccessPorts;
	readonly #grants: Grants;

	constructor(ports: AccessPorts) {
		this.#ports = ports;
		this.#grants = new Grants(ports.sql);
	}

	/** Lets the owner in, and nobody else. */
	enter(proof: string): Result<Loop, Problem> {
		const guest = this.look(proof);
		if (!guest.ok) return guest;
		return guest.value.share ? refuse(READ_ONLY) : ok(guest.value.loop);
	}

	/** Lets the owner in, or a share. Whoever comes so must heed `share`. */
	look(proof: string): Result<Guest, Problem> {
		const present = this.#ports.present();
		if (present === undefined) return refuse(NO_SESSION);
		const { loop, identity } = present;
		if (sameProof(identity.proof, proof)) return ok({ loop });
		const share = this.#grants.shareOf(proof, this.#ports.now());
		return share && loop.model.state.batches.has(share.batch) ? ok({ loop, share }) : refuse(NO_SESSION);
	}

	/** Lets in whoever shows a ticket, once. */
	redeem(proof: string): Result<Guest, Problem> {
		const present = this.#ports.present();
		const now = this.#ports.now();
		const ticket = present && this.#grants.takeTicket(proof, now);
		if (present === undefined || ticket === undefined) return refuse(NO_SESSION);
		if (ticket.share === undefined) return ok({ loop: present.loop });
		const share = this.#grants.shares(now).find(({ id }) => id === ticket.share);
		return share ? ok({ loop: present.loop, share }) : refuse(NO_SESSION);
	}

	changeToken(proof: string, next: string): Result<null, Problem> {
		const entered = this.enter(proof);
		if (!entered.ok) return entered;
		this.#grants.dropOwnersTickets();
		this.#ports.identify({ proof: next });
		this.#close(OWNER);
		return ok(null);
	}

	addTicket(proof: string, ticket: string): Result<number, Problem> {
		const guest = this.look(proof);
		if (!guest.ok) return guest;
		const now = this.#ports.now();
		const share = guest.value.share?.id;
		if (this.#grants.tickets(share, now).length >= MAX_TICKETS) {
			const detail = `There are ${MAX_TICKETS} unused tickets already. Use one, or wait until they have expired.`;
			return refuse(problem("rate-limited", detail, { retryAfter: TICKET_MS / 1000 }));
		}
		const expiresAt = now + TICKET_MS;
		this.#grants.addTicket({ proof: ticket, expiresAt, ...(share !== undefined && { share }) });
		return ok(expiresAt);
	}

	share(proof: string, { proof: own, key, hours, originals }: WantedShare): Result<ShareInfo, Problem> {
		const entered = this.#batch(proof, key);
		if (!entered.ok) return entered;
		const now = this.#ports.now();
		if (this.#grants.shares(now).length >= MAX_SHARES) {
			const detail = `A session has at most ${MAX_SHARES} links to look at its batches. Take one back first.`;
			return refuse(problem("too-large", detail));
		}
		const wanted = { proof: own, batch: entered.value, originals, createdAt: now };
		const share = this.#grants.addShare({ ...wanted, expiresAt: now + Math.round(hours * HOUR_MS) });
		return ok(infoOf(share, key));
	}

	shares(proof: string, key: string): Result<ShareInfo[], Problem> {
		const entered = this.#batch(proof, key);
		if (!entered.ok) return entered;
		const own = this.#grants.shares(this.#ports.now()).filter(({ batch }) => batch === entered.value);
		return ok(own.map((share) => infoOf(share, key)));
	}

	unshare(proof: string, key: string, id: number): Result<null, Problem> {
		const entered = this.#batch(proof, key);
		if (!entered.ok) return entered;
		const own = this.#grants.shares(this.#ports.now()).filter(({ batch }) => batch === entered.value);
		if (!own.some((share) => share.id === id))
			return refuse(problem("not-found", `There is no link ${id} to the batch "${key}".`));
		this.#drop(id);
		return ok(null);
	}

	/** Takes back the shares of batches that are gone. */
	forgetBatches({ model }: Loop): void {
		for (const { id, batch } of this.#grants.shares(this.#ports.now()))
			if (!model.state.batches.has(batch)) this.#drop(id);
	}

	#batch(proof: string, key: string): Result<number, Problem> {
		const entered = this.enter(proof);
		if (!entered.ok) return entered;
		const batch = entered.value.model.state.keys.get(key);
		return batch === undefined ? refuse(noSuchBatch(key)) : ok(batch);
	}

	#drop(share: number): void {
		this.#grants.dropShare(share);
		this.#close(tagOf(share));
	}

	#close(tag: string): void {
		for (const socket of this.#ports.ctx.getWebSockets(tag))
			socket.close(CLOSE.revoked, "the right was taken back");
	}
}

function infoOf({ id, originals, createdAt, expiresAt }: Share, batch: string): ShareInfo {
	return { id, batch, originals, createdAt, expiresAt };
}
