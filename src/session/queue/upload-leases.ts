import { LEASE_SILENT_MS, UPLOAD_STALE_MS } from "../limits.ts";

interface UploadLease {
	readonly token: string;
	/** When its writer last reported; milliseconds since 1970. */
	reportedAt: number;
	/** A HEAD asked for the offset: the client has lost its connection, so the next writer may begin. */
	replaceable: boolean;
	readonly waiting: Set<() => void>;
}

/**
 * Who writes which upload at this moment. In memory only: after a restart no writer holds a lease, and one that outlived the
 * restart gets its lease back with its first step, unless another has written since (`advance` checks that).
 */
export class UploadLeases {
	readonly #leases = new Map<number, UploadLease>();

	/** Whether a writer holds the lease and may not be replaced. */
	isHeld(n: number, now: number): boolean {
		const lease = this.#leases.get(n);
		return lease !== undefined && !lease.replaceable && now - lease.reportedAt < LEASE_SILENT_MS;
	}

	/** Whether a writer, replaceable or not, has reported within `UPLOAD_STALE_MS`. */
	isWritten(n: number, now: number): boolean {
		const lease = this.#leases.get(n);
		return lease !== undefined && now - lease.reportedAt < UPLOAD_STALE_MS;
	}

	/** Gives the lease to a writer; an earlier one loses it. */
	grant(n: number, token: string, now: number): void {
		this.end(n);
		this.#leases.set(n, { token, reportedAt: now, replaceable: false, waiting: new Set() });
	}

	/** A writer has reported. Returns whether it still holds the lease; without any lease it gets one. */
	renew(n: number, token: string, now: number): boolean {
		const lease = this.#leases.get(n);
		if (lease === undefined) {
			this.grant(n, token, now);
			return true;
		}
		if (lease.token !== token) return false;
		lease.reportedAt = now;
		return true;
	}

	/** The writer has finished, or the upload is gone. */
	end(n: number): void {
		const lease = this.#leases.get(n);
		this.#leases.delete(n);
		for (const wake of lease?.waiting ?? []) wake();
	}

	/** Resolves when the present writer has finished, or after `ms`. From now on it may be replaced. */
	waitForRelease(
		n: number,
		ms: number,
		setTimer: (ms: number, call: () => void) => () => void,
	): Promise<void> {
		const lease = this.#leases.get(n);
		if (lease === undefined) return Promise.resolve();
		lease.replaceable = true;
		return new Promise((resolve) => {
			const cancel = setTimer(ms, done);
			function done(): void {
				cancel();
				lease?.waiting.delete(done);
				resolve();
			}
			lease.waiting.add(done);
		});
	}
}
