import { formatCount, formatFiles, formatPercent } from "./format.ts";

function withFailures(done: string, failed: number): string {
	return failed === 0 ? `${done}.` : `${done}, ${formatFiles(failed)} failed.`;
}

/** The progress of everything: in the tab's title, and as a screen reader says it. */
export const progressWords = {
	titleEmpty: "Darkroom",
	titleWorking: (percent: number) => `${formatPercent(percent)} · Darkroom`,
	titlePaused: "Paused · Darkroom",
	titleMissing: (files: number) => `${formatCount(files)} missing · Darkroom`,
	titleFailed: (files: number) => `${formatCount(files)} failed · Darkroom`,
	titleDone: (files: number) => `${formatCount(files)} done · Darkroom`,
	working: (files: number) => `Working on ${formatFiles(files)}.`,
	percentDone: (percent: number, newlyFailed: number) =>
		`${percent} percent done.${newlyFailed > 0 ? ` ${formatFiles(newlyFailed)} failed.` : ""}`,
	paused: (done: number, all: number, failed: number) =>
		`Paused. ${withFailures(`${formatCount(done)} of ${formatFiles(all)} done`, failed)}`,
	missing: (missing: number, done: number, all: number, failed: number) => {
		const chooseAgain =
			missing === 1 ? "1 file is missing: choose it" : `${formatFiles(missing)} are missing: choose them`;
		return `${chooseAgain} again. ${withFailures(`${formatCount(done)} of ${formatFiles(all)} done`, failed)}`;
	},
	finished: (done: number, failed: number, cancelled: number) => {
		const failures = failed === 0 ? "" : `, ${formatFiles(failed)} failed`;
		return `Finished. ${formatFiles(done)} done${failures}${cancelled === 0 ? "" : `, ${formatCount(cancelled)} cancelled`}.`;
	},
};
