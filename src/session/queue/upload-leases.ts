import { LEASE_SILENT_MS, UPLOAD_STALE_MS } from "../limits.ts";

interface Lease {
	readonly token: string;
	/** Milliseconds since 1970. */
	heardAt: number;
	/** Somebody asked with HEAD where the upload stands: the client has lost its line, so the next writer may begin. */
	questioned: boolean;
	readonly waiting: Set<() => void>;
}

/**
 * Who writes which upload at this moment. In memory only: an actor that died has no writers, and one that outlived it
 * is let in again by its first step, if nobody has written since (`advance` sees to that).
 */
export class Leases {
	readonly #leases = new Map<number, Lease>();

	/** Whether a writer holds the upload and may not be replaced. */
	isHeld(n: number, now: number): boolean {
		const lease = this.#leases.get(n);
		return lease !== undefined && !lease.questioned && now - lease.heardAt < LEASE_SILENT_MS;
	}

	/** Whether somebody writes it, replaceable or not, and was heard of in the last `UPLOAD_STALE_MS`. */
	isWritten(n: number, now: number): boolean {
		const lease = this.#leases.get(n);
		return lease !== undefined && now - lease.heardAt < UPLOAD_STALE_MS;
	}

	/** Gives the upload to a writer; whoever had it has it no more. */
	give(n: number, token: string, now: number): void {
		this.end(n);
		this.#leases.set(n, { token, heardAt: now, questioned: false, waiting: new Set() });
	}

	/** A writer tells something. Answers whether it still has its place; one from before the actor died comes in again. */
	hear(n: number, token: string, now: number): boolean {
		const lease = this.#leases.get(n);
		if (lease === undefined) {
			this.give(n, token, now);
			return true;
		}
		if (lease.token !== token) return false;
		lease.heardAt = now;
		return true;
	}

	/** The writer is done, or the upload is gone. */
	end(n: number): void {
		const lease = this.#leases.get(n);
		this.#leases.delete(n);
		for (const wake of lease?.waiting ?? []) wake();
	}

	/** Resolves when the present writer is done, or after `ms`. From now on it may be replaced. */
	quiet(n: number, ms: number, later: (ms: number, call: () => void) => () => void): Promise<void> {
		const lease = this.#leases.get(n);
		if (lease === undefined) return Promise.resolve();
		lease.questioned = true;
		return new Promise((resolve) => {
			const cancel = later(ms, done);
			function done(): void {
				cancel();
				lease?.waiting.delete(done);
				resolve();
			}
			lease.waiting.add(done);
		});
	}
}
