import { type ReadonlySignal, signal } from "@preact/signals";
import type { Clock } from "../../../client/http/clock.ts";
import type { UploadEngine } from "../../../client/sending/upload-engine.ts";
import type { PendingBatch, PendingFiles } from "../../edges/storage/pending-files.ts";
import type { SessionModel } from "../session/session-model.ts";
import type { Recognised } from "./match-dropped.ts";
import { OwnedBatch } from "./owned-batch.ts";

/** After an answer that told of a pause, the stream is given this long to tell it too, in milliseconds. */
const PARKED_MS = 1_000;

/** What the outbox needs. */
export interface OutboxDeps {
	readonly uploader: Pick<UploadEngine, "add" | "pause" | "resume" | "drop" | "clear">;
	readonly pending: PendingFiles;
	readonly clock: Clock;
	readonly session: SessionModel;
}

/** Every file whose bytes this tab has and means to send, by batch, and those that it could not send. */
export class Outbox {
	/** Whether bytes are unsent; closing the page now would interrupt that. */
	readonly unsent: ReadonlySignal<boolean>;
	#unsent = signal(false);
	#deps: OutboxDeps;
	#batches = new Map<string, OwnedBatch>();
	#queued = new Map<number, { readonly batch: OwnedBatch; readonly file: Recognised }>();
	/** Bytes at hand of files whose sending failed. */
	#failed = new Map<number, Recognised>();
	/** The same of files that somebody has cancelled, and may want again. */
	#cancelled = new Map<number, Recognised>();
	/** Files that the uploader leaves alone. */
	#paused = new Set<number>();

	constructor(deps: OutboxDeps) {
		this.#deps = deps;
		this.unsent = this.#unsent;
	}

	owns(key: string): boolean {
		return this.#batches.has(key);
	}

	batch(key: string): OwnedBatch | undefined {
		return this.#batches.get(key);
	}

	/** Begins a batch, whose lock the caller has taken. */
	own(row: PendingBatch, giveBack: () => void): OwnedBatch {
		const { pending, clock } = this.#deps;
		const batch = new OwnedBatch(row, giveBack, pending, clock);
		this.#batches.set(row.key, batch);
		this.#unsent.value = true;
		return batch;
	}

	/** Hands files to the uploader. */
	enqueue(batch: OwnedBatch, files: readonly Recognised[]): void {
		const { session, uploader } = this.#deps;
		this.reserve(batch, files);
		for (const { n } of files) session.locals.hold(n);
		uploader.add(
			batch.key,
			files.map(({ n, file }) => ({ n, file, paused: session.record(n)?.state === "paused" })),
		);
		for (const { n } of files) this.follow(n);
	}

	/** Keeps a batch for files that cannot be sent yet. */
	reserve(batch: OwnedBatch, files: readonly Recognised[]): void {
		for (const file of files) {
			batch.unsent.add(file.n);
			this.#queued.set(file.n, { batch, file });
			this.#failed.delete(file.n);
			this.#cancelled.delete(file.n);
		}
	}

	release(batch: OwnedBatch): void {
		// A page that forgot its session has closed the batch already.
		if (!this.#batches.delete(batch.key)) return;
		void batch.close();
		this.#unsent.value = this.#batches.size > 0;
	}

	/** The server has the bytes; its record will say so in a moment. */
	stored(n: number): void {
		const { session } = this.#deps;
		session.locals.sent(n, session.record(n)?.size ?? 0);
		this.#finish(n);
	}

	/** Sends nothing of a file while the server's record says that it is paused, whichever tab has said so. */
	follow(n: number): void {
		const { session, uploader } = this.#deps;
		const isPaused = session.record(n)?.state === "paused";
		if (!this.#queued.has(n) || isPaused === this.#paused.has(n)) return;
		if (isPaused) {
			this.#paused.add(n);
			uploader.pause([n]);
			session.locals.sent(n, 0);
		} else {
			this.#paused.delete(n);
			uploader.resume([n]);
		}
	}

	/** The uploader was told that a file is paused. The stream tells it too, unless it was resumed meanwhile. */
	parked(n: number): void {
		this.#paused.add(n);
		this.#deps.clock.after(PARKED_MS, () => this.follow(n));
	}

	/** The bytes cannot be sent, for now or for ever. */
	failed(n: number, code: string, detail: string): void {
		const file = this.#queued.get(n)?.file;
		if (file !== undefined && code !== "unreadable") this.#failed.set(n, file);
		this.#deps.session.locals.fail(n, { code, detail });
		this.#finish(n);
	}

	/** The bytes of a file whose sending failed, for another try. */
	failedFile(n: number): Recognised | undefined {
		return this.#failed.get(n);
	}

	failedFiles(): readonly Recognised[] {
		return [...this.#failed.values()];
	}

	/** Somebody has cancelled a file; who thinks better of it need not hand it over again. */
	cancelled(n: number): void {
		const file = this.#queued.get(n)?.file ?? this.#failed.get(n) ?? this.#cancelled.get(n);
		this.settled(n);
		if (file !== undefined) this.#cancelled.set(n, file);
	}

	/** The bytes of a file that was cancelled. */
	cancelledFile(n: number): Recognised | undefined {
		return this.#cancelled.get(n);
	}

	/** The server needs no bytes for this file any more, whoever gave them. */
	settled(n: number): void {
		const { session, uploader } = this.#deps;
		if (this.#queued.has(n)) uploader.drop(n);
		this.#failed.delete(n);
		this.#cancelled.delete(n);
		session.locals.release(n);
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
		this.#unsent.value = false;
	}

	#finish(n: number): void {
		const queued = this.#queued.get(n);
		this.#queued.delete(n);
		this.#paused.delete(n);
		if (queued?.batch.finish(n)) this.release(queued.batch);
	}
}
