import type { FileRecord } from "./file-record.ts";
import type { FileKind } from "./file-state.ts";

/**
 * Milliseconds that reading a file takes, by kind, until some were read. Only their proportions matter: how fast the work
 * goes is measured as a whole.
 */
const FIRST_GUESS_MS: Readonly<Record<FileKind, number>> = {
	image: 5,
	document: 30,
	video: 20,
	audio: 10,
	other: 5,
};

/** No file costs nothing: its record is written and told whatever it holds. In milliseconds. */
const LEAST_MS = 2;

/** How many read files of a kind weigh as much as the first guess, and of a size as much as the others of its kind. */
const GUESS_WEIGHT = 3;

/** Files whose sizes differ by less than this factor are taken to cost the same. */
const SIZE_STEP = 4;

interface Mean {
	sum: number;
	count: number;
}

/** What a file most likely is before its bytes were looked at: by the type that its sender claimed. */
function kindOf({ kind, type = "" }: FileRecord): FileKind {
	if (kind !== undefined) return kind;
	const family = type.split("/")[0];
	if (family === "image" || family === "video" || family === "audio") return family;
	return family === "text" || type === "application/pdf" ? "document" : "other";
}

function add(means: Map<string, Mean>, key: string, value: number): void {
	const mean = means.get(key);
	if (mean === undefined) means.set(key, { sum: value, count: 1 });
	else {
		mean.sum += value;
		mean.count += 1;
	}
}

/** The mean of what was seen, drawn towards a guess while little was seen. */
function drawn(mean: Mean | undefined, guess: number): number {
	if (mean === undefined) return guess;
	return (mean.sum + GUESS_WEIGHT * guess) / (mean.count + GUESS_WEIGHT);
}

/** What reading a file costs, learned from those that were read: by kind, and within it by size. */
export class ReadCost {
	readonly #kinds = new Map<string, Mean>();
	readonly #sizes = new Map<string, Mean>();

	/** Learns from a file, if it was read. */
	learn(file: FileRecord): void {
		if (file.state !== "completed" || file.took === undefined) return;
		const took = Math.max(LEAST_MS, file.took);
		add(this.#kinds, kindOf(file), took);
		add(this.#sizes, this.#class(file), took);
	}

	#class(file: FileRecord): string {
		return `${kindOf(file)} ${Math.round(Math.log(file.size + 1) / Math.log(SIZE_STEP))}`;
	}

	/** Milliseconds that reading this file will take. */
	of(file: FileRecord): number {
		const kind = kindOf(file);
		const usual = drawn(this.#kinds.get(kind), FIRST_GUESS_MS[kind]);
		return Math.max(LEAST_MS, drawn(this.#sizes.get(this.#class(file)), usual));
	}
}
