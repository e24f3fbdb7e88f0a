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

/** What was told at one tick of a run, and what came to pass. Times are milliseconds since the run began. */
export interface Telling {
	readonly at: number;
	/** Share of the files that were over, 0–1. */
	readonly done: number;
	/** Files that were known. */
	readonly files: number;
	readonly told: TimeLeft | null;
	/** Milliseconds until the files that were known at this tick were over, without the time in which all was paused. */
	readonly actual: number;
}

/** Whether nothing can go on because somebody said so. */
function isHeld({ totals: { states } }: SessionState): boolean {
	const going = states.expected + states.uploading + states.queued + states.processing + states.retrying;
	return states.paused > 0 && going === 0;
}

/** Lets the forecast see a run as it happened. */
export function replay({ ticks }: RecordedRun): Telling[] {
	const state = emptyState("replayed");
	const forecast = new Forecast([]);
	const seen: Omit<Telling, "actual">[] = [];
	/** Milliseconds that count, by tick; and when each file was over, by that clock. */
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
		const told = forecast.estimate(state, at, stored);
		seen.push({ at, done: files === 0 ? 0 : finishedFiles(state.totals) / files, files, told });
	}
	// Files are numbered as they become known: when all up to a number were over, whatever came later.
	const allOver = [0];
	for (let n = 1; n <= state.files.size; n++)
		allOver[n] = Math.max(allOver[n - 1] ?? 0, overAt.get(n) ?? counted);
	return seen.map((telling, index) => {
		return { ...telling, actual: (allOver[telling.files] ?? counted) - (clock[index] ?? 0) };
	});
}

/** The middle of what was told for everything; `undefined` when nothing was. */
export function middleOf({ told }: Telling): number | undefined {
	return told?.all ? (told.all.from + told.all.to) / 2 : undefined;
}

/** Milliseconds by which a number may grow without anybody calling it a jump. */
const UNNOTICED_MS = 1_000;

/** The largest jump upward while nothing new had come and nobody had paused or resumed: by which share of what was due then. */
export function largestJump(tellings: readonly Telling[]): number {
	let largest = 0;
	let before: Telling | undefined;
	for (const telling of tellings) {
		const now = middleOf(telling);
		const then = before && middleOf(before);
		const isNews = before?.files !== telling.files || before.told?.held !== telling.told?.held;
		if (before && now !== undefined && then !== undefined && !isNews) {
			const due = Math.max(0, then - (telling.at - before.at));
			if (now - due > UNNOTICED_MS) largest = Math.max(largest, now / Math.max(due, UNNOTICED_MS) - 1);
		}
		before = telling;
	}
	return largest;
}
