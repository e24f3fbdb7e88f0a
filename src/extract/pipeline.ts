import type { Facts } from "../protocol/facts.ts";
import type { FileProblem } from "../protocol/file-record.ts";
import type { FileKind } from "../protocol/file-state.ts";
import type { Result } from "../protocol/result.ts";
import type { RangedReader } from "./reader.ts";
import type { Format } from "./sniff.ts";

/** One named step that a kind goes through. `weight` is its share of the whole, in percent; a pipeline's sum to 100. */
export interface Stage {
	readonly name: string;
	readonly weight: number;
}

/** What a pipeline is given: ranged bytes, and what the sender claimed of them (never believed, only compared). */
export interface ExtractionInput {
	readonly name: string;
	/** The media type that the sender claimed. */
	readonly type?: string;
	/** What the first bytes show. */
	readonly format: Format;
	readonly reader: RangedReader;
	/** Milliseconds since 1970; for bounds of time, and passed in so that a test can hold it. */
	now(): number;
}

/** Tells that a stage was reached: everything up to and including it is done. */
export type Reached = (stage: string) => void;

/** How one kind of file becomes facts. */
export interface Pipeline {
	readonly kind: FileKind;
	/**
	 * In the order in which they are reached. The first means that the bytes are stored, the last that the facts are
	 * saved; the session reports those two itself.
	 */
	readonly stages: readonly Stage[];
	/**
	 * Reads the facts. A refusal is a file that cannot be read, with a sentence for a person; it is final and never
	 * tried again. A throw is a broken platform (storage did not answer) and is tried again.
	 */
	extract(input: ExtractionInput, reached: Reached): Promise<Result<Facts, FileProblem>>;
}

/** Percent done once `stage` was reached: the sum of the weights up to and including it. 0 for a stage it does not have. */
export function progressAt(stages: readonly Stage[], stage: string): number {
	let sum = 0;
	for (const { name, weight } of stages) {
		sum += weight;
		if (name === stage) return sum;
	}
	return 0;
}
