import type { Api } from "../../../client/http/api.ts";
import type { Persevere } from "../../../client/http/retry.ts";
import type { UploadSource } from "../../../client/sending/upload-source.ts";
import type { ManifestEntry } from "../../../src/protocol/files/manifest.ts";
import type { FileOrigin, KnownFile } from "../../edges/drop/file-origin.ts";
import type { PendingBatch, PendingFile, PendingFiles } from "../../edges/storage/pending-files.ts";
import type { TabLocks } from "../../edges/tabs/tab-locks.ts";
import { awaitsBytes } from "../list/file-group.ts";
import type { SessionModel } from "../session/session-model.ts";
import type { Recognised } from "./match-dropped.ts";
import type { Outbox } from "./outbox.ts";
import type { OwnedBatch } from "./owned-batch.ts";
import type { Reopening } from "./reopening.ts";

/** What taking over needs. */
export interface TakeoverDeps {
	readonly api: Pick<Api, "announce">;
	readonly pending: PendingFiles;
	readonly locks: TabLocks;
	readonly persevere: Persevere;
	readonly session: SessionModel;
	readonly outbox: Outbox;
	readonly reopening: Reopening;
	/** A file that is opened again where it lies. */
	sourceAt(origin: FileOrigin, file: KnownFile): UploadSource;
}

/** The lock of a batch: whoever has it sends the batch's bytes. */
export function lockName(key: string): string {
	return `darkroom-batch-${key}`;
}

/**
 * Batches that this page did not drop: left by a reload, or dropped in another tab. One waits for the batch's lock, which
 * comes when the other tab has finished or is gone, and then sends whatever was kept and the server still expects.
 */
export class Takeover {
	#deps: TakeoverDeps;
	/** Batches that were looked at, or are waited for. */
	#seen = new Set<string>();
	#sessionId: string | undefined;

	constructor(deps: TakeoverDeps) {
		this.#deps = deps;
	}

	/** A session is open: what an earlier page left unsent in it goes on. */
	async begin(sessionId: string): Promise<void> {
		this.#sessionId = sessionId;
		const left = await this.#deps.pending.batches(sessionId).catch(() => []);
		for (const batch of left) this.watch(batch.key);
	}

	clear(): void {
		this.#sessionId = undefined;
		this.#seen.clear();
	}

	/** A batch with unsent files was seen. */
	watch(key: string): void {
		const sessionId = this.#sessionId;
		if (sessionId === undefined || this.#seen.has(key) || this.#deps.outbox.owns(key)) return;
		this.#seen.add(key);
		void this.#takeOver(key, sessionId);
	}

	async #takeOver(key: string, sessionId: string): Promise<void> {
		const { locks, pending, outbox, session } = this.#deps;
		await session.whenKnown();
		let giveBack = await locks.tryTake(lockName(key));
		if (giveBack === undefined) {
			this.#place(key, "elsewhere");
			giveBack = await locks.take(lockName(key));
		}
		const left = (await pending.batches(sessionId).catch(() => [])).find((batch) => batch.key === key);
		if (left === undefined || this.#sessionId !== sessionId) {
			giveBack();
			return this.#place(key, "missing");
		}
		const batch = outbox.own(left, giveBack);
		const isWanted = () => outbox.batch(key) === batch;
		const numbers = await this.#numbersOf(left, isWanted);
		if (numbers !== undefined && isWanted()) {
			batch.number(numbers);
			const read = pending.files(key, (found) => {
				if (isWanted()) this.#takeUp(batch, left.manifest, numbers, found);
			});
			await read.catch(() => {});
		}
		this.#place(key, "missing");
		if (batch.unsent.size === 0) outbox.release(batch);
	}

	/** The numbers of a batch's files; asked for where this browser does not know them. */
	async #numbersOf(left: PendingBatch, isWanted: () => boolean): Promise<readonly number[] | undefined> {
		if (left.numbers !== undefined) return left.numbers;
		const { api, persevere } = this.#deps;
		const answer = await persevere(() => api.announce(left.key, { files: left.manifest.slice() }), isWanted);
		return answer.ok ? answer.value.files : undefined;
	}

	/** Sends what was kept; of a file that lies where it was dropped from, as soon as it may be read. */
	#takeUp(
		batch: OwnedBatch,
		manifest: readonly ManifestEntry[],
		numbers: readonly number[],
		found: readonly PendingFile[],
	): void {
		const { outbox, reopening, sourceAt, session } = this.#deps;
		const copies: Recognised[] = [];
		for (const { index, file, origin } of found) {
			const n = numbers[index];
			if (n === undefined || !this.#isWanted(n)) continue;
			if (file !== undefined) copies.push({ n, file });
			else if (origin !== undefined) {
				const known = manifest[index] ?? session.record(n);
				if (known) reopening.add(batch, { n, file: sourceAt(origin, known), origin });
			}
		}
		outbox.enqueue(batch, copies);
	}

	/** Whether a kept file has to be sent. One without a record was announced a moment ago. */
	#isWanted(n: number): boolean {
		const { session, outbox } = this.#deps;
		const record = session.record(n);
		return (record === undefined || awaitsBytes(record)) && outbox.failedFile(n) === undefined;
	}

	#place(key: string, bytes: "elsewhere" | "missing"): void {
		const { session } = this.#deps;
		const batch = session.batchNumber(key);
		if (batch === undefined) return;
		const members: number[] = [];
		for (const record of session.records())
			if (record.batch === batch && awaitsBytes(record)) members.push(record.n);
		session.locals.place(batch, bytes, members);
	}
}
