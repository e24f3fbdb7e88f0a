import { keptRuns, type RecordedRun } from "../test/support/runs/recorded-run.ts";
import { largestJump, middleOf, replay, type Telling } from "../test/support/runs/replay-run.ts";
import { figure, median, printTable, verdict } from "./support/report.ts";

/*
 * Runs of a real server, recorded by `node bench/record-runs.ts`, are shown to the forecast tick by tick. How far was it from
 * what came to pass, when a tenth, a quarter, half and three quarters of the files were done? Beside it: what elapsed time and
 * files done alone would have said, as most progress bars do.
 */

/** Milliseconds that nobody notices. */
const UNNOTICED_MS = 500;

const MARKS = [0.1, 0.25, 0.5, 0.75];

/** The first tick at which so much was done and something was told. */
function tellingAt(tellings: readonly Telling[], mark: number): Telling | undefined {
	return tellings.find((telling) => telling.done >= mark && middleOf(telling) !== undefined);
}

/** How far a number was from the truth, as a share of it; half a second is never far. */
function missed(told: number, actual: number): number {
	return Math.max(0, Math.abs(told - actual) - UNNOTICED_MS) / Math.max(1, actual);
}

/** Time so far, divided by what is done, times what is not. */
function naive({ at, done }: Telling): number {
	return (at * (1 - done)) / done;
}

interface Row {
	readonly cells: string[];
	readonly misses: number[];
	readonly naive: number[];
	readonly jump: number;
	readonly covered: boolean[];
}

function rowOf(run: RecordedRun): Row {
	const tellings = replay(run);
	const at = MARKS.map((mark) => tellingAt(tellings, mark));
	const known = at.flatMap((telling) => telling ?? []);
	const misses = known.map((telling) => missed(middleOf(telling) ?? 0, telling.actual));
	const jump = largestJump(tellings);
	const covered = known.map(({ told, actual }) => {
		const { from, to } = told?.all ?? { from: 0, to: 0 };
		return from - UNNOTICED_MS <= actual && actual <= to + UNNOTICED_MS;
	});
	const shown = at.map((telling) => {
		const told = telling && middleOf(telling);
		if (telling === undefined || told === undefined) return "–";
		return `${figure(100 * missed(told, telling.actual), 0)} % (${figure(told / 1000, 1)} of ${figure(telling.actual / 1000, 1)} s)`;
	});
	const last = tellings.at(-1);
	const size = [String(last?.files ?? 0), figure((last?.at ?? 0) / 1000, 1)];
	return {
		cells: [run.name, ...size, ...shown, `${figure(100 * jump, 0)} %`],
		misses,
		naive: known.map((telling) => missed(naive(telling), telling.actual)),
		jump,
		covered,
	};
}

const rows = keptRuns().map(rowOf);
printTable(
	"How far the time left was from what came to pass, by share of the files done",
	["run", "files", "seconds", ...MARKS.map((mark) => `${mark * 100} %`), "largest jump up"],
	rows.map(({ cells }) => cells),
);
const misses = rows.flatMap((row) => row.misses);
const jump = Math.max(...rows.map((row) => row.jump));
const covered = rows.flatMap((row) => row.covered);
printTable(
	"All runs together",
	["what", "measured", "beside: elapsed ÷ done", "budget"],
	[
		[
			"median miss after a tenth of the work",
			`${figure(100 * median(misses), 0)} %`,
			`${figure(100 * median(rows.flatMap((row) => row.naive)), 0)} %`,
			verdict(median(misses), (value) => value < 0.2, "< 20 %"),
		],
		["largest jump up", `${figure(100 * jump, 0)} %`, "", verdict(jump, (value) => value <= 0.25, "≤ 25 %")],
		[
			"truth within the range",
			`${figure((100 * covered.filter(Boolean).length) / covered.length, 0)} %`,
			"",
			"",
		],
	],
);
