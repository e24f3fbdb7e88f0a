import type { SessionState } from "../../protocol/stream/session-state.ts";
import { DecayingRate } from "./work-rate.ts";

/** The cost of sending a file apart from its bytes (request and answer), expressed in bytes. */
const OVERHEAD_BYTES = 32 * 1024;

/** Milliseconds without a byte after which there is no estimate. */
const SILENT_MS = 10_000;

/** Bytes still to come by the records, and those of them that have come since the records were written. */
export interface IncomingBytes {
	readonly comingBytes: number;
	readonly growing: Readonly<Record<string, number>>;
	/** Whether any could have come since the last update: otherwise the time until now says nothing. */
	readonly wasComing: boolean;
}

/** How fast bytes arrive, and how long the remaining ones will take. */
export class UploadRate {
	readonly #bytes = new DecayingRate();
	readonly #files = new DecayingRate();
	#arrived = 0;
	#total: number | undefined;
	#bytesLeft = 0;
	/** When bytes last came; milliseconds since 1970, 0 before the first. */
	#lastAt = 0;

	/**
	 * Measures what has come. `comingBytes` are those that no record shows as stored; `growing`, as in the gauges, those of them
	 * that are. Returns whether anything has come.
	 */
	update(
		{ totals, files }: SessionState,
		now: number,
		halfLifeMs: number,
		{ comingBytes, growing, wasComing }: IncomingBytes,
	): boolean {
		const toCome = totals.states.expected + totals.states.uploading;
		let grown = 0;
		for (const n in growing) grown += Math.max(0, (growing[n] ?? 0) - (files.get(Number(n))?.stored ?? 0));
		const total = totals.stored + grown + (totals.files - toCome) * OVERHEAD_BYTES;
		this.#bytesLeft = Math.max(0, comingBytes - grown) + toCome * OVERHEAD_BYTES;
		const came = this.#total === undefined ? 0 : total - this.#total;
		this.#total = total;
		if (!wasComing) {
			this.#lastAt = now;
			return false;
		}
		if (came <= 0) return false;
		const silence = now - this.#lastAt;
		if (silence < SILENT_MS) {
			this.#bytes.add(came, silence, halfLifeMs);
			this.#files.add(totals.files - toCome - this.#arrived, silence, halfLifeMs);
		}
		this.#arrived = totals.files - toCome;
		this.#lastAt = now;
		return true;
	}

	/** Whether no byte has come for too long to estimate the rest. */
	isSilent(now: number): boolean {
		return now - this.#lastAt >= SILENT_MS;
	}

	/** Files per millisecond. */
	get filesRate(): number {
		return this.#files.rate ?? 0;
	}

	/** Milliseconds until the last byte; `undefined` when there is no estimate. */
	msLeft(now: number): number | undefined {
		const { rate } = this.#bytes;
		return rate === undefined || this.isSilent(now) ? undefined : this.#bytesLeft / rate;
	}
}
