import type { FileRecord } from "./file-record.ts";
import { FILE_KINDS, type FileKind } from "./file-state.ts";

/**
 * Milliseconds that reading a file takes, by kind, until some have been read. Only their proportions matter: the overall
 * speed is measured.
 */
const FIRST_GUESS_MS: Readonly<Record<FileKind, number>> = {
	image: 5,
	document: 30,
	video: 20,
	audio: 10,
	other: 5,
};

/** Milliseconds. No file costs nothing: its record is written and sent whatever it holds. */
const MIN_COST_MS = 2;

/** The guess for a kind counts as this many files read; so does the mean of a kind in the estimate for one of its sizes. */
const GUESS_WEIGHT = 3;

/** Size classes per kind: files whose size has the same rounded logarithm to base 4 are in one class. */
const SIZE_CLASSES = 64;

/** Number of a class of files that cost alike: one kind, one size class. A number, because it is looked up so often. */
export type CostClass = number;

interface Mean {
	sum: number;
	count: number;
}

/** The kind of a file; before its bytes have been looked at, a guess from the type that its sender claimed. */
function likelyKind({ kind, type = "" }: FileRecord): FileKind {
	if (kind !== undefined) return kind;
	if (type.startsWith("image/")) return "image";
	if (type.startsWith("video/")) return "video";
	if (type.startsWith("audio/")) return "audio";
	return type.startsWith("text/") || type === "application/pdf" ? "document" : "other";
}

/** The cost class of a file. */
export function costClassOf(file: FileRecord): CostClass {
	return FILE_KINDS.indexOf(likelyKind(file)) * SIZE_CLASSES + Math.round(Math.log2(file.size + 1) / 2);
}

function add(means: Map<number, Mean>, key: number, value: number): void {
	const mean = means.get(key);
	if (mean === undefined) means.set(key, { sum: value, count: 1 });
	else {
		mean.sum += value;
		mean.count += 1;
	}
}

function subtract(means: Map<number, Mean>, key: number, value: number): void {
	const mean = means.get(key);
	if (mean === undefined) return;
	mean.sum -= value;
	mean.count -= 1;
	if (mean.count === 0) means.delete(key);
}

/** The mean of the samples, drawn towards a guess while there are few. */
function shrunkMean(mean: Mean | undefined, guess: number): number {
	if (mean === undefined) return guess;
	return (mean.sum + GUESS_WEIGHT * guess) / (mean.count + GUESS_WEIGHT);
}

/** Estimates what reading a file costs from those that have been read: by kind, and within a kind by size. */
export class ReadCost {
	readonly #kinds = new Map<number, Mean>();
	readonly #classes = new Map<CostClass, Mean>();

	/** Adds a file as a sample, if it has been read. */
	learn(file: FileRecord): void {
		this.#sample(file, add);
	}

	/** Takes back a sample: the file was removed, or is read again. */
	forget(file: FileRecord): void {
		this.#sample(file, subtract);
	}

	#sample(file: FileRecord, change: typeof add): void {
		if (file.state !== "completed" || file.took === undefined) return;
		const took = Math.max(MIN_COST_MS, file.took);
		const costClass = costClassOf(file);
		change(this.#kinds, Math.floor(costClass / SIZE_CLASSES), took);
		change(this.#classes, costClass, took);
	}

	/** Milliseconds that reading this file will take. */
	of(file: FileRecord): number {
		return this.ofClass(costClassOf(file));
	}

	/** The same for any file of a class. */
	ofClass(costClass: CostClass): number {
		const kind = Math.floor(costClass / SIZE_CLASSES);
		const usual = shrunkMean(this.#kinds.get(kind), FIRST_GUESS_MS[FILE_KINDS[kind] ?? "other"]);
		return Math.max(MIN_COST_MS, shrunkMean(this.#classes.get(costClass), usual));
	}
}
