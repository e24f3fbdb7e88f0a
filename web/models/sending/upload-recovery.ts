import type { Api, Retry } from "../../../client/http.ts";
import type { UploadSource } from "../../../client/sending.ts";
import type { ManifestEntry } from "../../../src/protocol/files/manifest.ts";
import type { ExpectedFile, FileOrigin } from "../../edges/drop/file-origin.ts";
import type { PendingBatch, PendingFile, PendingFiles } from "../../edges/storage/pending-files.ts";
import type { TabLocks } from "../../edges/tabs/tab-locks.ts";
import { awaitsBytes } from "../files/file-group.ts";
import type { SessionModel } from "../session/session-model.ts";
import type { FileReopener } from "./file-reopener.ts";
import type { MatchedFile } from "./match-dropped.ts";
import type { Outbox } from "./outbox.ts";
import type { OwnedBatch } from "./owned-batch.ts";

/** Dependencies of the upload recovery. */
export interface UploadRecoveryDeps {
	readonly api: Pick<Api, "announce">;
	readonly pending: PendingFiles;
	readonly locks: TabLocks;
	readonly retry: Retry;
	readonly session: SessionModel;
	readonly outbox: Outbox;
	readonly reopener: FileReopener;
	/** An upload source that opens the file again where it is. */
	reopenableSource(origin: FileOrigin, file: ExpectedFile): UploadSource;
}

/** The name of a batch's lock. Only the tab that holds it sends the batch's bytes. */
export function batchLockName(key: string): string {
	return `darkroom-batch-${key}`;
}

/**
 * Recovers batches that this page did not drop: left by a reload, or dropped in another tab. Waits for the batch's
 * lock, which is free once the other tab has finished or is closed, and then sends what was saved and the server still
 * expects.
 */
export class UploadRecovery {
	#deps: UploadRecoveryDeps;
	/** Batches already recovered, or being waited for. */
	#seen = new Set<string>();
	#sessionId: string | undefined;

	constructor(deps: UploadRecoveryDeps) {
		this.#deps = deps;
	}

	/** A session is open: recovers what an earlier page left unsent in it. */
	async begin(sessionId: string): Promise<void> {
		this.#sessionId = sessionId;
		const saved = await this.#deps.pending.listBatches(sessionId).catch(() => []);
		for (const batch of saved) this.watch(batch.key);
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
		void this.#recover(key, sessionId);
	}

	async #recover(key: string, sessionId: string): Promise<void> {
		const { locks, pending, outbox, session } = this.#deps;
		await session.whenConfirmed();
		let releaseLock = await locks.tryAcquire(batchLockName(key));
		if (releaseLock === undefined) {
			this.#setSource(key, "elsewhere");
			releaseLock = await locks.acquire(batchLockName(key));
		}
		const saved = (await pending.listBatches(sessionId).catch(() => [])).find((batch) => batch.key === key);
		if (saved === undefined || this.#sessionId !== sessionId) {
			releaseLock();
			return this.#setSource(key, "missing");
		}
		const batch = outbox.own(saved, releaseLock);
		const isWanted = () => outbox.batch(key) === batch;
		const numbers = await this.#numbersOf(saved, isWanted);
		if (numbers !== undefined && isWanted()) {
			batch.setNumbers(numbers);
			const read = pending.readFiles(key, (found) => {
				if (isWanted()) this.#enqueueSaved(batch, saved.manifest, numbers, found);
			});
			await read.catch(() => {});
		}
		this.#setSource(key, "missing");
		if (batch.unsent.size === 0) outbox.releaseBatch(batch);
	}

	/** The file numbers of a batch; requested if this browser does not know them. */
	async #numbersOf(saved: PendingBatch, isWanted: () => boolean): Promise<readonly number[] | undefined> {
		if (saved.numbers !== undefined) return saved.numbers;
		const { api, retry } = this.#deps;
		const answer = await retry(() => api.announce(saved.key, { files: saved.manifest.slice() }), isWanted);
		return answer.ok ? answer.value.files : undefined;
	}

	/** Sends the saved copies at once, and files saved by their origin as soon as they may be read. */
	#enqueueSaved(
		batch: OwnedBatch,
		manifest: readonly ManifestEntry[],
		numbers: readonly number[],
		found: readonly PendingFile[],
	): void {
		const { outbox, reopener, reopenableSource, session } = this.#deps;
		const copies: MatchedFile[] = [];
		for (const { index, file, origin } of found) {
			const n = numbers[index];
			if (n === undefined || !this.#isWanted(n)) continue;
			if (file !== undefined) copies.push({ n, file });
			else if (origin !== undefined) {
				const expected = manifest[index] ?? session.record(n);
				if (expected) reopener.add(batch, { n, file: reopenableSource(origin, expected), origin });
			}
		}
		outbox.enqueue(batch, copies);
	}

	/** Whether a saved file has to be sent. A file without a record was announced a moment ago. */
	#isWanted(n: number): boolean {
		const { session, outbox } = this.#deps;
		const record = session.record(n);
		return (record === undefined || awaitsBytes(record)) && outbox.failedFile(n) === undefined;
	}

	#setSource(key: string, source: "elsewhere" | "missing"): void {
		const { session } = this.#deps;
		const batch = session.batchNumber(key);
		if (batch === undefined) return;
		const members: number[] = [];
		for (const record of session.records())
			if (record.batch === batch && awaitsBytes(record)) members.push(record.n);
		session.localFiles.setBatchSource(batch, source, members);
	}
}
