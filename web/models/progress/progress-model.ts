import type { Totals } from "../../../src/protocol/files/totals.ts";
import { MIB } from "../../../src/protocol/limits.ts";
import type { Gauges } from "../../../src/protocol/stream/frame.ts";
import { BatchNames } from "../files/batch-name.ts";
import type { FileView } from "../files/file-group.ts";
import { type Overview, overviewOf } from "./overview.ts";
import { type HaltReason, IDLE, type PaceEstimate, PaceEstimator } from "./pace.ts";
import { joinForecasts, ServerForecast } from "./server-forecast.ts";
import { emptySums, FileTally, type GroupChange, type Sums } from "./tally.ts";

/** Files of at least this size have a speed of their own; smaller ones finish before it could be read. */
const MIN_PACED_FILE_BYTES = 8 * MIB;

/** A batch as shown in its heading. */
export interface BatchView {
	readonly batch: number;
	readonly key: string;
	readonly name: string;
	/** Whether the server knows it already. */
	readonly isConfirmed: boolean;
	readonly overview: Overview;
}

/** Progress and pace of everything, of each batch, and of each large file being uploaded. */
export class ProgressModel {
	/** Why all work is halted, if it is. */
	halt: HaltReason | undefined;
	#names = new BatchNames();
	#tally = new FileTally();
	#whole = new PaceEstimator();
	#batches = new Map<number, PaceEstimator>();
	#files = new Map<number, { readonly estimator: PaceEstimator; pace: PaceEstimate }>();
	#server = new ServerForecast();
	#now: () => number;

	constructor(now: () => number) {
		this.#now = now;
	}

	get counts(): Sums["counts"] {
		return { ...this.#tally.whole.counts };
	}

	groupOf(n: number): GroupChange["after"] {
		return this.#tally.groupOf(n);
	}

	/** The pace of a large file while it is being uploaded. */
	paceOf(n: number): PaceEstimate | undefined {
		return this.#files.get(n)?.pace;
	}

	/** Large files being uploaded: their speed has to fall even when nothing arrives. */
	pacedFiles(): Iterable<number> {
		return this.#files.keys();
	}

	/** Updates a file; `undefined` if it was removed. */
	update(n: number, view: FileView | undefined): GroupChange {
		const batch = this.#tally.batchOf(n);
		const change = this.#tally.update(n, view);
		if (change.before === undefined && view !== undefined) this.#names.add(view.record);
		if (batch !== undefined && this.#tally.of(batch) === undefined) this.#forget(batch);
		return change;
	}

	/** Measures a large file. Call this before it is viewed. */
	measure(n: number, view: FileView | undefined): void {
		const isArriving = view?.record.state === "uploading" || (view !== undefined && view.local.sent > 0);
		if (
			view === undefined ||
			!isArriving ||
			view.stored >= view.record.size ||
			view.record.size < MIN_PACED_FILE_BYTES
		) {
			this.#files.delete(n);
			return;
		}
		const { size, state } = view.record;
		const estimator = this.#files.get(n)?.estimator ?? new PaceEstimator();
		const halt = state === "paused" ? "paused" : this.halt;
		const remaining = { bytes: size - view.stored, files: 0, backlog: 0 };
		this.#files.set(n, {
			estimator,
			pace: estimator.sample(this.#now(), { bytes: view.stored, files: 0 }, remaining, halt),
		});
	}

	/** Sets the server's forecast from a frame, if it has one. */
	setServerForecast(timeLeft: Gauges["timeLeft"]): void {
		this.#server.update(timeLeft, this.#now());
	}

	overview(totals: Totals): Overview {
		const sums = this.#tally.whole;
		const pace = this.#paceOf(sums, this.#whole);
		const isWorking = sums.counts.working > 0;
		const server = isWorking ? this.#server.remaining(this.#now()) : undefined;
		return overviewOf(sums, totals, joinForecasts(pace, server, sums.sending > 0));
	}

	batch(batch: number, key: string, totals: Totals | undefined): BatchView {
		let estimator = this.#batches.get(batch);
		if (estimator === undefined) {
			estimator = new PaceEstimator();
			this.#batches.set(batch, estimator);
		}
		const sums = this.#tally.of(batch) ?? emptySums();
		const overview = overviewOf(sums, totals, this.#paceOf(sums, estimator));
		return { batch, key, name: this.#names.of(batch, key), isConfirmed: totals !== undefined, overview };
	}

	reset(): void {
		this.#whole.reset();
		this.#batches.clear();
		this.#files.clear();
	}

	#paceOf(sums: Sums, estimator: PaceEstimator): PaceEstimate {
		const { counts, bytes, stored, sending } = sums;
		if (counts.working === 0 && counts.paused === 0) {
			estimator.reset();
			return IDLE;
		}
		const halt = counts.working === 0 ? "paused" : this.halt;
		const done = { bytes: stored, files: counts.done + counts.failed };
		const remaining = { bytes: bytes - stored, files: counts.working, backlog: counts.working - sending };
		return estimator.sample(this.#now(), done, remaining, halt);
	}

	#forget(batch: number): void {
		this.#names.remove(batch);
		this.#batches.delete(batch);
	}
}
