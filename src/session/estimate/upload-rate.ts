import type { SessionState } from "../../protocol/stream/session-state.ts";
import { WorkPace } from "./work-rate.ts";

/** What a file costs to send besides its bytes, in bytes: requests and answers. */
const EXTRA_BYTES = 32 * 1024;

/** Without a byte for this long, in milliseconds, nobody can tell when the rest comes. */
const SILENT_MS = 10_000;

/** Bytes that are still to come, by the records, and those of them that came meanwhile. */
export interface Coming {
	readonly comingBytes: number;
	readonly growing: Readonly<Record<string, number>>;
	/** Whether any could have come since the last look: otherwise the time until now says nothing. */
	readonly wasComing: boolean;
}

/** How fast bytes come in, and how long those that are still to come will take. */
export class UploadPace {
	readonly #pace = new WorkPace();
	readonly #files = new WorkPace();
	#arrived = 0;
	#seen: number | undefined;
	#left = 0;
	/** When bytes came last; milliseconds since 1970, 0 before the first. */
	#cameAt = 0;

	/**
	 * Looks at what has come. `comingBytes` are those that no record says are stored, `growing` as in the gauges those of
	 * them that are. Says whether anything has come.
	 */
	look(
		{ totals, files }: SessionState,
		now: number,
		halfLifeMs: number,
		{ comingBytes, growing, wasComing }: Coming,
	): boolean {
		const toCome = totals.states.expected + totals.states.uploading;
		let grown = 0;
		for (const n in growing) grown += Math.max(0, (growing[n] ?? 0) - (files.get(Number(n))?.stored ?? 0));
		const there = totals.stored + grown + (totals.files - toCome) * EXTRA_BYTES;
		this.#left = Math.max(0, comingBytes - grown) + toCome * EXTRA_BYTES;
		const came = this.#seen === undefined ? 0 : there - this.#seen;
		this.#seen = there;
		if (!wasComing) {
			this.#cameAt = now;
			return false;
		}
		if (came <= 0) return false;
		const silence = now - this.#cameAt;
		if (silence < SILENT_MS) {
			this.#pace.add(came, silence, halfLifeMs);
			this.#files.add(totals.files - toCome - this.#arrived, silence, halfLifeMs);
		}
		this.#arrived = totals.files - toCome;
		this.#cameAt = now;
		return true;
	}

	/** Whether no byte has come for so long that nobody can tell when the rest comes. */
	isSilent(now: number): boolean {
		return now - this.#cameAt >= SILENT_MS;
	}

	/** Files that come in a millisecond. */
	get filesRate(): number {
		return this.#files.rate ?? 0;
	}

	/** Milliseconds until the last byte is there; `undefined` when nobody can tell. */
	left(now: number): number | undefined {
		const { rate } = this.#pace;
		return rate === undefined || this.isSilent(now) ? undefined : this.#left / rate;
	}
}
