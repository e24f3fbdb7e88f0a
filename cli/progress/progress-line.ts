import { bytesText, countText, durationText } from "./amounts.ts";
import type { Progress } from "./progress.ts";

/** Characters of the bar: eighths of a cell would be finer, but not every terminal's font has them. */
const FULL = "█";
const EMPTY = "░";

/** Cells of the bar: fewer tell nothing, more tell nothing more. */
const LEAST_CELLS = 8;
const MOST_CELLS = 40;

/** Between the parts of a line. */
const GAP = "  ";

/** Whole percent of the bytes, or of the files where none has a byte. A hundred only when it is true. */
export function percentOf({ bytes, stored, files, done }: Progress): number {
	const share = bytes > 0 ? stored / bytes : files > 0 ? done / files : 1;
	return share >= 1 ? 100 : Math.max(0, Math.min(99, Math.floor(share * 100)));
}

/** What is said beside the bar, the most important first: a narrow terminal loses them from the end. */
function partsOf(progress: Progress): string[] {
	const { files, done, failed, bytes, stored, bytesPerSecond, secondsLeft, note } = progress;
	const parts = [`${countText(done)} of ${countText(files)} files`];
	if (failed > 0) parts.push(`${countText(failed)} failed`);
	if (note !== undefined) return [...parts, note];
	if (stored < bytes && bytesPerSecond > 0) {
		if (secondsLeft !== undefined) parts.push(`${durationText(secondsLeft)} left`);
		parts.push(`${bytesText(bytesPerSecond)}/s`);
	}
	return [...parts, `${bytesText(stored)} of ${bytesText(bytes)}`];
}

/** Colours the bar; the identity where there are none. */
export type Paint = (part: "full" | "empty" | "failed", text: string) => string;

/** One line of at most `width` characters: as much of the truth as fits. */
export function progressLine(progress: Progress, width: number, paint: Paint): string {
	const percent = `${String(percentOf(progress)).padStart(3)} %`;
	const parts = partsOf(progress);
	const lengthOf = (some: readonly string[]) => [percent, ...some].join(GAP).length;
	while (parts.length > 0 && lengthOf(parts) + GAP.length + LEAST_CELLS > width) parts.pop();
	const room = width - lengthOf(parts) - GAP.length;
	const words = [percent, ...parts].join(GAP);
	if (room < LEAST_CELLS) return words.slice(0, Math.max(0, width));
	const cells = Math.min(MOST_CELLS, room);
	const full = Math.floor((percentOf(progress) / 100) * cells);
	return `${paint("full", FULL.repeat(full))}${paint("empty", EMPTY.repeat(cells - full))}${GAP}${words}`;
}

/** The same where nothing can be drawn over: a log, a pipe. */
export function progressSentence(progress: Progress): string {
	return [`${percentOf(progress)} %`, ...partsOf(progress)].join(", ");
}
