import type { FileRecord } from "../../protocol/files/file-record.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import type { SessionRpc } from "../../session/rpc/session-rpc.ts";
import { type Arrival, HEAD_BYTES } from "../../session/rules/command.ts";
import { newPutObjectName } from "../../storage/object-name.ts";
import { sha256OfBytes } from "../../writer/sha256-of-bytes.ts";

/** Concurrent puts. A Worker may have six connections open at a time. */
const PARALLEL_PUTS = 6;

/** The result of one file: its record, or why it was refused. */
export type StoreResult = Result<FileRecord, Problem>;

/** Where an intake stores files and reports them. */
export interface IntakeTarget {
	readonly tokenHash: string;
	readonly session: Pick<SessionRpc, "store">;
	readonly blobs: {
		putBytes(object: string, bytes: Uint8Array): Promise<void>;
		remove(objects: readonly string[]): Promise<void>;
	};
}

interface PendingArrival {
	readonly arrival: Arrival;
	onResult(result: StoreResult): void;
}

export const STORAGE_FAILED = problem(
	"storage-failed",
	"The file could not be stored right now. Send it again in a few seconds.",
	{ retryAfter: 2 },
);

/**
 * Stores files and reports them to the session in groups: files stored during one call are reported together by the next,
 * so a hundred files need only a few calls. Objects that the session refuses are removed.
 */
export class FileIntake {
	readonly #target: IntakeTarget;
	readonly #onRefused: () => void;
	readonly #puts = new Set<Promise<boolean>>();
	/** Settles once the files before are queued. Files are reported in the order of `put`, so their numbers follow it too. */
	#previous: Promise<void> = Promise.resolve();
	#pending: PendingArrival[] = [];
	#reporting: Promise<void> | undefined;
	cursor = "";

	/** `onRefused` is called when the session refuses the caller. */
	constructor(target: IntakeTarget, onRefused: () => void) {
		this.#target = target;
		this.#onRefused = onRefused;
	}

	/** Stores one file. Resolves when there is room for the next; `onResult` is called later, exactly once. */
	async put(bytes: Uint8Array, to: Arrival["to"], onResult: (result: StoreResult) => void): Promise<void> {
		while (this.#puts.size >= PARALLEL_PUTS) await Promise.race(this.#puts);
		const object = newPutObjectName();
		const put: Promise<boolean> = this.#target.blobs
			.putBytes(object, bytes)
			.then(
				() => true,
				() => false,
			)
			.finally(() => this.#puts.delete(put));
		this.#puts.add(put);
		const hash = sha256OfBytes(bytes);
		const arrival = { object, size: bytes.byteLength, to, head: bytes.subarray(0, HEAD_BYTES) };
		const before = this.#previous;
		this.#previous = (async () => {
			await before;
			const sha256 = await hash;
			if (await put) this.#enqueue({ arrival: { ...arrival, sha256 }, onResult });
			else onResult(refuse(STORAGE_FAILED));
		})();
	}

	/** Resolves once every file has its result. */
	async finish(): Promise<void> {
		await this.#previous;
		while (this.#reporting) await this.#reporting;
	}

	#enqueue(pending: PendingArrival): void {
		this.#pending.push(pending);
		this.#reporting ??= this.#reportAll().finally(() => {
			this.#reporting = undefined;
		});
	}

	async #reportAll(): Promise<void> {
		while (this.#pending.length > 0) {
			const group = this.#pending;
			this.#pending = [];
			await this.#report(group);
		}
	}

	async #report(group: readonly PendingArrival[]): Promise<void> {
		const { session, tokenHash, blobs } = this.#target;
		let results: readonly StoreResult[];
		try {
			const stored = await session.store(
				tokenHash,
				group.map(({ arrival }) => arrival),
			);
			if (stored.ok) this.cursor = stored.value.cursor;
			else this.#onRefused();
			results = stored.ok ? stored.value.results : group.map(() => refuse(stored.problem));
		} catch {
			// The session may have recorded the files before the call broke off, so their objects stay: what it does not know of is an
			// orphan, and collected later.
			const detail = "The session is busy or restarting. Send the file again in a moment.";
			for (const { onResult } of group) onResult(refuse(problem("unavailable", detail, { retryAfter: 1 })));
			return;
		}
		const unwanted: string[] = [];
		for (const [index, { arrival, onResult }] of group.entries()) {
			const result = results[index] ?? refuse(STORAGE_FAILED);
			if (!result.ok) unwanted.push(arrival.object);
			onResult(result.ok ? ok(result.value) : result);
		}
		if (unwanted.length > 0) await blobs.remove(unwanted);
	}
}
