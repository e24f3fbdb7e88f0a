import type { FileRecord } from "../../protocol/files/file-record.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import { type Arrival, HEAD_BYTES } from "../../session/rules/command.ts";
import { newPutObject } from "../../storage/object-name.ts";
import { sha256OfBytes } from "../../writer/sha256-of-bytes.ts";
import { expel } from "../auth/admit.ts";
import type { Caller } from "../auth/caller.ts";

/** Puts that run at the same time: the platform opens six connections at once. */
const PARALLEL_PUTS = 6;

/** What became of one file: its record, or why it was not taken. */
export type Outcome = Result<FileRecord, Problem>;

interface Pending {
	readonly arrival: Arrival;
	settle(outcome: Outcome): void;
}

/** Said when R2 did not take the bytes. */
export const STORAGE_FAILED = problem(
	"storage-failed",
	"The bytes could not be stored just now. Send the file again in a moment.",
	{
		retryAfter: 2,
	},
);

/**
 * Takes files into storage and then tells the session, many at a time: while one telling is under way the next files
 * gather, so that a session hears of a hundred files in a few calls. Bytes that the session refuses are removed.
 */
export class Intake {
	readonly #caller: Caller;
	readonly #puts = new Set<Promise<boolean>>();
	/** Files are told in the order in which they came, so that their numbers follow it, whichever is stored first. */
	#inOrder: Promise<void> = Promise.resolve();
	#waiting: Pending[] = [];
	#telling: Promise<void> | undefined;
	cursor = "";

	constructor(caller: Caller) {
		this.#caller = caller;
	}

	/** Stores one file's bytes. Resolves when another may come; the outcome comes later. */
	async put(bytes: Uint8Array, to: Arrival["to"], settle: (outcome: Outcome) => void): Promise<void> {
		while (this.#puts.size >= PARALLEL_PUTS) await Promise.race(this.#puts);
		const object = newPutObject();
		const put: Promise<boolean> = this.#caller.blobs
			.putBytes(object, bytes)
			.then(
				() => true,
				() => false,
			)
			.finally(() => this.#puts.delete(put));
		this.#puts.add(put);
		const hash = sha256OfBytes(bytes);
		const arrival = { object, size: bytes.byteLength, to, head: bytes.subarray(0, HEAD_BYTES) };
		const before = this.#inOrder;
		this.#inOrder = (async () => {
			await before;
			const sha256 = await hash;
			if (await put) this.#tell({ arrival: { ...arrival, sha256 }, settle });
			else settle(refuse(STORAGE_FAILED));
		})();
	}

	/** Resolves once every file has its outcome. */
	async done(): Promise<void> {
		await this.#inOrder;
		while (this.#telling) await this.#telling;
	}

	#tell(pending: Pending): void {
		this.#waiting.push(pending);
		this.#telling ??= this.#tellAll().finally(() => {
			this.#telling = undefined;
		});
	}

	async #tellAll(): Promise<void> {
		while (this.#waiting.length > 0) {
			const told = this.#waiting;
			this.#waiting = [];
			await this.#tellSome(told);
		}
	}

	async #tellSome(told: readonly Pending[]): Promise<void> {
		const { door, proof, blobs } = this.#caller;
		let outcomes: readonly Outcome[];
		try {
			const stored = await door.store(
				proof,
				told.map(({ arrival }) => arrival),
			);
			if (stored.ok) this.cursor = stored.value.cursor;
			else expel(this.#caller);
			outcomes = stored.ok ? stored.value.outcomes : told.map(() => refuse(stored.problem));
		} catch {
			const detail = "The session was busy or is being restarted. Send the file again in a moment.";
			outcomes = told.map(() => refuse(problem("unavailable", detail, { retryAfter: 1 })));
		}
		const unwanted: string[] = [];
		for (const [index, { arrival, settle }] of told.entries()) {
			const outcome = outcomes[index] ?? refuse(STORAGE_FAILED);
			if (!outcome.ok) unwanted.push(arrival.object);
			settle(outcome.ok ? ok(outcome.value) : outcome);
		}
		if (unwanted.length > 0) await blobs.remove(unwanted);
	}
}
