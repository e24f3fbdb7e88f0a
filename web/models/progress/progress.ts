import type { Totals } from "../../../src/protocol/files/totals.ts";
import { MIB } from "../../../src/protocol/limits.ts";
import type { Gauges } from "../../../src/protocol/stream/frame.ts";
import { BatchNames } from "../list/batch-name.ts";
import type { FileView } from "../list/file-group.ts";
import { type Overview, overviewOf } from "./overview.ts";
import { type Halt, type Pace, PaceMaker, STANDING } from "./pace.ts";
import { joinForecasts, ServerForecast } from "./server-forecast.ts";
import { type Moved, noSums, type Sums, Tally } from "./tally.ts";

/** Files from this many bytes on tell their own speed: smaller ones are gone before it could be read. */
const PACED_FILE_BYTES = 8 * MIB;

/** A batch as its heading shows it. */
export interface BatchView {
	readonly batch: number;
	readonly key: string;
	readonly name: string;
	/** Whether the server knows it already. */
	readonly isKnown: boolean;
	readonly overview: Overview;
}

/** How far everything is and how fast it goes: the whole, each batch, and each large file whose bytes are on their way. */
export class Progress {
	/** What keeps the work from going on, as far as the whole page is concerned. */
	halt: Halt | undefined;
	#names = new BatchNames();
	#tally = new Tally();
	#whole = new PaceMaker();
	#batches = new Map<number, PaceMaker>();
	#files = new Map<number, { readonly maker: PaceMaker; pace: Pace }>();
	#server = new ServerForecast();
	#now: () => number;

	constructor(now: () => number) {
		this.#now = now;
	}

	get counts(): Sums["counts"] {
		return { ...this.#tally.whole.counts };
	}

	groupOf(n: number): Moved["after"] {
		return this.#tally.groupOf(n);
	}

	/** The pace of a large file, while its bytes arrive. */
	paceOf(n: number): Pace | undefined {
		return this.#files.get(n)?.pace;
	}

	/** Large files whose bytes arrive: their speed sinks also when nothing is heard of them. */
	paced(): Iterable<number> {
		return this.#files.keys();
	}

	/** Takes note of a file as it is now, `undefined` when it is gone. */
	note(n: number, view: FileView | undefined): Moved {
		const batch = this.#tally.batchOf(n);
		const moved = this.#tally.note(n, view);
		if (moved.before === undefined && view !== undefined) this.#names.add(view.record);
		if (batch !== undefined && this.#tally.of(batch) === undefined) this.#forget(batch);
		return moved;
	}

	/** Measures a large file; to be called before it is viewed. */
	measure(n: number, view: FileView | undefined): void {
		const isArriving = view?.record.state === "uploading" || (view !== undefined && view.local.sent > 0);
		if (
			view === undefined ||
			!isArriving ||
			view.stored >= view.record.size ||
			view.record.size < PACED_FILE_BYTES
		) {
			this.#files.delete(n);
			return;
		}
		const { size, state } = view.record;
		const maker = this.#files.get(n)?.maker ?? new PaceMaker();
		const halt = state === "paused" ? "paused" : this.halt;
		const remaining = { bytes: size - view.stored, files: 0, backlog: 0 };
		this.#files.set(n, {
			maker,
			pace: maker.sample(this.#now(), { bytes: view.stored, files: 0 }, remaining, halt),
		});
	}

	/** Takes what a frame told of the time left, if it told anything. */
	heard(timeLeft: Gauges["timeLeft"]): void {
		this.#server.heard(timeLeft, this.#now());
	}

	overview(totals: Totals): Overview {
		const sums = this.#tally.whole;
		const pace = this.#paceOf(sums, this.#whole);
		const isWorking = sums.counts.working > 0;
		const server = isWorking ? this.#server.left(this.#now()) : undefined;
		return overviewOf(sums, totals, joinForecasts(pace, server, sums.sending > 0));
	}

	batch(batch: number, key: string, totals: Totals | undefined): BatchView {
		let maker = this.#batches.get(batch);
		if (maker === undefined) {
			maker = new PaceMaker();
			this.#batches.set(batch, maker);
		}
		const sums = this.#tally.of(batch) ?? noSums();
		const overview = overviewOf(sums, totals, this.#paceOf(sums, maker));
		return { batch, key, name: this.#names.of(batch, key), isKnown: totals !== undefined, overview };
	}

	reset(): void {
		this.#whole.reset();
		this.#batches.clear();
		this.#files.clear();
	}

	#paceOf(sums: Sums, maker: PaceMaker): Pace {
		const { counts, bytes, stored, sending } = sums;
		if (counts.working === 0 && counts.paused === 0) {
			maker.reset();
			return STANDING;
		}
		const halt = counts.working === 0 ? "paused" : this.halt;
		const done = { bytes: stored, files: counts.done + counts.failed };
		const remaining = { bytes: bytes - stored, files: counts.working, backlog: counts.working - sending };
		return maker.sample(this.#now(), done, remaining, halt);
	}

	#forget(batch: number): void {
		this.#names.forget(batch);
		this.#batches.delete(batch);
	}
}
