import { type ReadonlySignal, signal } from "@preact/signals";
import type { Clock } from "../../../client/http.ts";
import type { UploadEngine } from "../../../client/sending.ts";
import type { PendingBatch, PendingFiles } from "../../edges/storage/pending-files.ts";
import type { SessionModel } from "../session/session-model.ts";
import type { MatchedFile } from "./match-dropped.ts";
import { OwnedBatch } from "./owned-batch.ts";

/** How long the stream is given to confirm a pause that a request was answered with, in milliseconds. */
const PAUSE_CONFIRM_MS = 1_000;

/** Dependencies of the outbox. */
export interface OutboxDeps {
	readonly uploader: Pick<UploadEngine, "add" | "pause" | "resume" | "forget" | "clear">;
	readonly pending: PendingFiles;
	readonly clock: Clock;
	readonly session: SessionModel;
}

/** The files whose bytes this tab has and is going to send, by batch, and those that it failed to send. */
export class Outbox {
	/** Whether bytes are unsent; closing the page now would interrupt uploading. */
	readonly hasUnsent: ReadonlySignal<boolean>;
	#hasUnsent = signal(false);
	#deps: OutboxDeps;
	#batches = new Map<string, OwnedBatch>();
	#queued = new Map<number, { readonly batch: OwnedBatch; readonly file: MatchedFile }>();
	/** Bytes of files that could not be sent. */
	#failed = new Map<number, MatchedFile>();
	/** Bytes of cancelled files, in case they are retried. */
	#cancelled = new Map<number, MatchedFile>();
	/** Files that the uploader has paused. */
	#paused = new Set<number>();

	constructor(deps: OutboxDeps) {
		this.#deps = deps;
		this.hasUnsent = this.#hasUnsent;
	}

	owns(key: string): boolean {
		return this.#batches.has(key);
	}

	batch(key: string): OwnedBatch | undefined {
		return this.#batches.get(key);
	}

	/** Adds a batch whose lock the caller has acquired. */
	own(row: PendingBatch, releaseLock: () => void): OwnedBatch {
		const { pending, clock } = this.#deps;
		const batch = new OwnedBatch(row, releaseLock, pending, clock);
		this.#batches.set(row.key, batch);
		this.#hasUnsent.value = true;
		return batch;
	}

	/** Gives files to the uploader. */
	enqueue(batch: OwnedBatch, files: readonly MatchedFile[]): void {
		const { session, uploader } = this.#deps;
		this.reserve(batch, files);
		for (const { n } of files) session.localFiles.add(n);
		uploader.add(
			batch.key,
			files.map(({ n, file }) => ({ n, file, paused: session.record(n)?.state === "paused" })),
		);
		for (const { n } of files) this.syncPaused(n);
	}

	/** Keeps a batch open for files that cannot be sent yet. */
	reserve(batch: OwnedBatch, files: readonly MatchedFile[]): void {
		for (const file of files) {
			batch.unsent.add(file.n);
			this.#queued.set(file.n, { batch, file });
			this.#failed.delete(file.n);
			this.#cancelled.delete(file.n);
		}
	}

	releaseBatch(batch: OwnedBatch): void {
		// After the session was cleared, the batch is already closed.
		if (!this.#batches.delete(batch.key)) return;
		void batch.close();
		this.#hasUnsent.value = this.#batches.size > 0;
	}

	/** The server has the bytes; its record will follow. */
	markStored(n: number): void {
		const { session } = this.#deps;
		session.localFiles.setSent(n, session.record(n)?.size ?? 0);
		this.#finish(n);
	}

	/** Pauses or resumes a file as the server's record says, whichever tab requested that. */
	syncPaused(n: number): void {
		const { session, uploader } = this.#deps;
		const isPaused = session.record(n)?.state === "paused";
		if (!this.#queued.has(n) || isPaused === this.#paused.has(n)) return;
		if (isPaused) {
			this.#paused.add(n);
			uploader.pause([n]);
			session.localFiles.setSent(n, 0);
		} else {
			this.#paused.delete(n);
			uploader.resume([n]);
		}
	}

	/**
	 * The server answered the uploader that a file is paused. The stream reports it too, unless it was resumed
	 * meanwhile.
	 */
	markPaused(n: number): void {
		this.#paused.add(n);
		this.#deps.clock.after(PAUSE_CONFIRM_MS, () => this.syncPaused(n));
	}

	/** The bytes could not be sent, for now or permanently. */
	markFailed(n: number, code: string, detail: string): void {
		const file = this.#queued.get(n)?.file;
		if (file !== undefined && code !== "unreadable") this.#failed.set(n, file);
		this.#deps.session.localFiles.fail(n, { code, detail });
		this.#finish(n);
	}

	/** The bytes of a file that could not be sent, for another try. */
	failedFile(n: number): MatchedFile | undefined {
		return this.#failed.get(n);
	}

	failedFiles(): readonly MatchedFile[] {
		return [...this.#failed.values()];
	}

	/** A file was cancelled. Its bytes are kept, so that a retry does not need it to be chosen again. */
	markCancelled(n: number): void {
		const file = this.#queued.get(n)?.file ?? this.#failed.get(n) ?? this.#cancelled.get(n);
		this.discard(n);
		if (file !== undefined) this.#cancelled.set(n, file);
	}

	/** The bytes of a cancelled file. */
	cancelledFile(n: number): MatchedFile | undefined {
		return this.#cancelled.get(n);
	}

	/** The server no longer needs the bytes of this file, from whichever source it got them. */
	discard(n: number): void {
		const { session, uploader } = this.#deps;
		if (this.#queued.has(n)) uploader.forget(n);
		this.#failed.delete(n);
		this.#cancelled.delete(n);
		session.localFiles.remove(n);
		this.#finish(n);
	}

	clear(): void {
		this.#deps.uploader.clear();
		for (const batch of this.#batches.values()) void batch.close();
		this.#batches.clear();
		this.#queued.clear();
		this.#failed.clear();
		this.#cancelled.clear();
		this.#paused.clear();
		this.#hasUnsent.value = false;
	}

	#finish(n: number): void {
		const queued = this.#queued.get(n);
		this.#queued.delete(n);
		this.#paused.delete(n);
		if (queued?.batch.finish(n)) this.releaseBatch(queued.batch);
	}
}
