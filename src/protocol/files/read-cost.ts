import type { FileRecord } from "./file-record.ts";
import { FILE_KINDS, type FileKind } from "./file-state.ts";

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

/** Places for sizes in the number of a class: sizes whose logarithm to 4 rounds to the same are alike. */
const SIZES = 64;

/** The number of a class: files of one kind and of a size cost alike. A number, because it is asked for so often. */
export type CostClass = number;

interface Mean {
	sum: number;
	count: number;
}

/** What a file most likely is before its bytes were looked at: by the type that its sender claimed. */
function kindOf({ kind, type = "" }: FileRecord): FileKind {
	if (kind !== undefined) return kind;
	if (type.startsWith("image/")) return "image";
	if (type.startsWith("video/")) return "video";
	if (type.startsWith("audio/")) return "audio";
	return type.startsWith("text/") || type === "application/pdf" ? "document" : "other";
}

/** The class of a file. */
export function classOf(file: FileRecord): CostClass {
	return FILE_KINDS.indexOf(kindOf(file)) * SIZES + Math.round(Math.log2(file.size + 1) / 2);
}

function add(means: Map<number, Mean>, key: number, value: number): void {
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
	readonly #kinds = new Map<number, Mean>();
	readonly #classes = new Map<CostClass, Mean>();

	/** Learns from a file, if it was read. */
	learn(file: FileRecord): void {
		if (file.state !== "completed" || file.took === undefined) return;
		const took = Math.max(LEAST_MS, file.took);
		const alike = classOf(file);
		add(this.#kinds, Math.floor(alike / SIZES), took);
		add(this.#classes, alike, took);
	}

	/** Milliseconds that reading this file will take. */
	of(file: FileRecord): number {
		return this.ofClass(classOf(file));
	}

	/** The same for any file of a class. */
	ofClass(alike: CostClass): number {
		const place = Math.floor(alike / SIZES);
		const usual = drawn(this.#kinds.get(place), FIRST_GUESS_MS[FILE_KINDS[place] ?? "other"]);
		return Math.max(LEAST_MS, drawn(this.#classes.get(alike), usual));
	}
}
