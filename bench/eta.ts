import { keptRuns, type RecordedRun } from "../test/support/runs/recorded-run.ts";
import { type ForecastSample, largestJump, middleOf, replay } from "../test/support/runs/replay-run.ts";
import { figure, median, printTable, verdict } from "./support/report.ts";

/*
 * Replays runs of a real server, recorded by `node bench/record-runs.ts`, and compares each estimate with the actual time
 * left when 10, 25, 50 and 75 percent of the files were done. The comparison is the estimate of most progress bars: elapsed
 * time divided by files done.
 */

/** Errors below this (ms) are not noticeable. */
const UNNOTICED_MS = 500;

const MARKS = [0.1, 0.25, 0.5, 0.75];

/** The first tick with an estimate at which this share of the files was done. */
function sampleAt(samples: readonly ForecastSample[], mark: number): ForecastSample | undefined {
	return samples.find((sample) => sample.done >= mark && middleOf(sample) !== undefined);
}

/** The relative error of an estimate; errors of up to half a second count as none. */
function relativeError(estimate: number, actual: number): number {
	return Math.max(0, Math.abs(estimate - actual) - UNNOTICED_MS) / Math.max(1, actual);
}

/** Elapsed time ÷ done × remaining. */
function naive({ at, done }: ForecastSample): number {
	return (at * (1 - done)) / done;
}

interface Row {
	readonly cells: string[];
	readonly errors: number[];
	readonly naive: number[];
	readonly jump: number;
	readonly covered: boolean[];
}

function rowOf(run: RecordedRun): Row {
	const samples = replay(run);
	const at = MARKS.map((mark) => sampleAt(samples, mark));
	const known = at.flatMap((sample) => sample ?? []);
	const errors = known.map((sample) => relativeError(middleOf(sample) ?? 0, sample.actual));
	const jump = largestJump(samples);
	const covered = known.map(({ estimate, actual }) => {
		const { from, to } = estimate?.all ?? { from: 0, to: 0 };
		return from - UNNOTICED_MS <= actual && actual <= to + UNNOTICED_MS;
	});
	const shown = at.map((sample) => {
		const estimate = sample && middleOf(sample);
		if (sample === undefined || estimate === undefined) return "–";
		return `${figure(100 * relativeError(estimate, sample.actual), 0)} % (${figure(estimate / 1000, 1)} of ${figure(sample.actual / 1000, 1)} s)`;
	});
	const last = samples.at(-1);
	const size = [String(last?.files ?? 0), figure((last?.at ?? 0) / 1000, 1)];
	return {
		cells: [run.name, ...size, ...shown, `${figure(100 * jump, 0)} %`],
		errors,
		naive: known.map((sample) => relativeError(naive(sample), sample.actual)),
		jump,
		covered,
	};
}

const rows = keptRuns().map(rowOf);
printTable(
	"Error of the estimated time left, by share of the files done",
	["run", "files", "seconds", ...MARKS.map((mark) => `${mark * 100} %`), "largest jump up"],
	rows.map(({ cells }) => cells),
);
const errors = rows.flatMap((row) => row.errors);
const jump = Math.max(...rows.map((row) => row.jump));
const covered = rows.flatMap((row) => row.covered);
printTable(
	"All runs",
	["what", "measured", "elapsed ÷ done", "budget"],
	[
		[
			"median error after a tenth of the work",
			`${figure(100 * median(errors), 0)} %`,
			`${figure(100 * median(rows.flatMap((row) => row.naive)), 0)} %`,
			verdict(median(errors), (value) => value < 0.2, "< 20 %"),
		],
		["largest jump up", `${figure(100 * jump, 0)} %`, "", verdict(jump, (value) => value <= 0.25, "≤ 25 %")],
		[
			"actual time within the estimated range",
			`${figure((100 * covered.filter(Boolean).length) / covered.length, 0)} %`,
			"",
			"",
		],
	],
);
