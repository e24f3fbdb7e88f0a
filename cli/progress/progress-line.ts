import { words } from "../words/words.ts";

/** How far an upload is. It counts what is stored, never what has merely been sent. */
export interface RunProgress {
	readonly files: number;
	/** Files that are stored and read. */
	readonly done: number;
	readonly failed: number;
	readonly bytes: number;
	/** Bytes that the server has stored. */
	readonly stored: number;
	readonly bytesPerSecond: number;
	/** Absent while it cannot be estimated. */
	readonly secondsLeft?: number | undefined;
	/** Why there is no progress, such as `paused`; shown in place of the speed. */
	readonly status?: string | undefined;
}

/** The characters of the bar. Eighths of a cell would be finer, but not every terminal's font has them. */
const FULL = "█";
const EMPTY = "░";

/** The width of the bar: fewer cells show nothing, more show nothing more. */
const MIN_CELLS = 8;
const MAX_CELLS = 40;

/** Between the parts of a line. */
const GAP = "  ";

/** Whole percent of the bytes, or of the files if none has a byte. 100 only when everything is stored. */
export function percentOf({ bytes, stored, files, done }: RunProgress): number {
	const share = bytes > 0 ? stored / bytes : files > 0 ? done / files : 1;
	return share >= 1 ? 100 : Math.max(0, Math.min(99, Math.floor(share * 100)));
}

/** The text beside the bar, the most important part first: a narrow terminal loses parts from the end. */
function partsOf(progress: RunProgress): string[] {
	const { files, done, failed, bytes, stored, bytesPerSecond, secondsLeft, status } = progress;
	const text = words.progress;
	const parts = [text.files(done, files)];
	if (failed > 0) parts.push(text.failed(failed));
	if (status !== undefined) return [...parts, status];
	if (stored < bytes && bytesPerSecond > 0) {
		if (secondsLeft !== undefined) parts.push(text.timeLeft(secondsLeft));
		parts.push(text.speed(bytesPerSecond));
	}
	return [...parts, text.bytes(stored, bytes)];
}

/** Colours a part of the bar, or returns the text as it is. */
export type Paint = (part: "full" | "empty" | "failed", text: string) => string;

/** The bar and as many parts as fit into `width` characters. */
export function progressLine(progress: RunProgress, width: number, paint: Paint): string {
	// Padded, so that the text beside it does not move.
	const percent = words.progress.percent(percentOf(progress)).padStart(words.progress.percent(100).length);
	const parts = partsOf(progress);
	const lengthOf = (some: readonly string[]) => [percent, ...some].join(GAP).length;
	while (parts.length > 0 && lengthOf(parts) + GAP.length + MIN_CELLS > width) parts.pop();
	const room = width - lengthOf(parts) - GAP.length;
	const text = [percent, ...parts].join(GAP);
	if (room < MIN_CELLS) return text.slice(0, Math.max(0, width));
	const cells = Math.min(MAX_CELLS, room);
	const full = Math.floor((percentOf(progress) / 100) * cells);
	return `${paint("full", FULL.repeat(full))}${paint("empty", EMPTY.repeat(cells - full))}${GAP}${text}`;
}

/** The same as plain text, for a log or a pipe. */
export function progressSentence(progress: RunProgress): string {
	return [words.progress.percent(percentOf(progress)), ...partsOf(progress)].join(", ");
}
