import { isTerminal } from "../../../src/protocol/files/file-state.ts";
import { isFileChange } from "../../../src/protocol/files/is-file-change.ts";
import type { TimeLeft } from "../../../src/protocol/stream/frame.ts";
import {
	apply,
	emptyState,
	finishedFiles,
	type SessionState,
} from "../../../src/protocol/stream/session-state.ts";
import { Forecast } from "../../../src/session/estimate/forecast.ts";
import type { RecordedRun } from "./recorded-run.ts";

/** The estimate at one tick of a run, and the actual time it took. Times are in milliseconds since the start of the run. */
export interface ForecastSample {
	readonly at: number;
	/** Share of the files that were finished, 0–1. */
	readonly done: number;
	/** Files known at this tick. */
	readonly files: number;
	readonly estimate: TimeLeft | null;
	/** Milliseconds until the files known at this tick were finished, not counting time in which everything was paused. */
	readonly actual: number;
}

/** Whether no file can progress because the user paused them. */
function isHeld({ totals: { states } }: SessionState): boolean {
	const going = states.expected + states.uploading + states.queued + states.processing + states.retrying;
	return states.paused > 0 && going === 0;
}

/** Feeds a run to a forecast, tick by tick. */
export function replay({ ticks }: RecordedRun): ForecastSample[] {
	const state = emptyState("replayed");
	const forecast = new Forecast([]);
	const seen: Omit<ForecastSample, "actual">[] = [];
	/** Time without pauses (ms), per tick, and when each file was finished by that clock. */
	const clock: number[] = [];
	const overAt = new Map<number, number>();
	let counted = 0;
	let before = ticks[0]?.at ?? 0;
	for (const { at, changes, stored } of ticks) {
		if (!isHeld(state)) counted += at - before;
		before = at;
		for (const change of changes) {
			const was = isFileChange(change) ? state.files.get(change.file) : undefined;
			apply(state, change);
			if (!isFileChange(change)) continue;
			const file = state.files.get(change.file);
			forecast.update(was, file);
			if (isTerminal(file?.state)) overAt.set(change.file, counted);
		}
		const { files } = state.totals;
		clock.push(counted);
		const estimate = forecast.estimate(state, at, stored);
		seen.push({ at, done: files === 0 ? 0 : finishedFiles(state.totals) / files, files, estimate });
	}
	// Files are numbered as they become known, so this is when all files up to a number were finished.
	const allOver = [0];
	for (let n = 1; n <= state.files.size; n++)
		allOver[n] = Math.max(allOver[n - 1] ?? 0, overAt.get(n) ?? counted);
	return seen.map((sample, index) => {
		return { ...sample, actual: (allOver[sample.files] ?? counted) - (clock[index] ?? 0) };
	});
}

/** The middle of the estimate for all files; `undefined` without an estimate. */
export function middleOf({ estimate }: ForecastSample): number | undefined {
	return estimate?.all ? (estimate.all.from + estimate.all.to) / 2 : undefined;
}

/** An increase of at most this many milliseconds does not count as a jump. */
const UNNOTICED_MS = 1_000;

/** The largest upward jump while no file was added, paused or resumed, as a share of the expected time left. */
export function largestJump(samples: readonly ForecastSample[]): number {
	let largest = 0;
	let before: ForecastSample | undefined;
	for (const sample of samples) {
		const now = middleOf(sample);
		const then = before && middleOf(before);
		const isNews = before?.files !== sample.files || before.estimate?.held !== sample.estimate?.held;
		if (before && now !== undefined && then !== undefined && !isNews) {
			const due = Math.max(0, then - (sample.at - before.at));
			if (now - due > UNNOTICED_MS) largest = Math.max(largest, now / Math.max(due, UNNOTICED_MS) - 1);
		}
		before = sample;
	}
	return largest;
}
