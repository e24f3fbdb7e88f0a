import type { Json } from "../protocol/files/facts.ts";
import type { Chunk, Place } from "../protocol/text/chunk.ts";

/** One block of a document's text: a heading (with its level, 1 the highest) or anything else. */
export interface Block {
	readonly text: string;
	readonly level?: number;
}

/** A heading that stands above what follows it. */
export interface OpenHeading {
	readonly level: number;
	readonly title: string;
}

/** A piece of extracted text that stands in one place. Chunks never reach across parts, so that each names its place. */
export interface TextPart {
	/** Where it begins in the document's whole text, in characters. */
	readonly start: number;
	readonly place: Place;
	/** The headings above its first block, the outermost first. */
	readonly path: readonly OpenHeading[];
	readonly blocks: readonly Block[];
}

/** What one step of a long reading leaves behind: all of it is kept, or nothing. */
export interface Step {
	/** Where to go on. */
	readonly note: Json;
	/** Extracted text, as one sheaf behind those that were kept before. */
	readonly parts?: readonly TextPart[];
	/** The text is cut: its sheaves are needed no more. */
	readonly partsDone?: true;
	/** Chunks, behind those that were kept before. */
	readonly chunks?: readonly Chunk[];
	/** Chunks that can be searched from now on: `from` up to, and without, `to`. */
	readonly search?: { readonly from: number; readonly to: number };
}

/**
 * Where a long reading lays down what it has done, so that it goes on from there after its turn is over or its isolate
 * has died. A short reading never touches it.
 */
export interface Desk {
	/** The note of the last step; `undefined` when the file is read for the first time. */
	note(): Json | undefined;
	keep(step: Step): void;
	/** The parts of one sheaf by its number from 0; `undefined` behind the last. */
	parts(sheaf: number): readonly TextPart[] | undefined;
	/** Kept chunks from number `from`, at most `count`. */
	chunks(from: number, count: number): readonly Chunk[];
	/** Lets others run. Throws `PausedError` when the turn is over or nobody wants the file any more. */
	breathe(): Promise<void>;
}

/** The turn of a long reading is over. What it kept lies on its desk. */
export class PausedError extends Error {
	override name = "PausedError" as const;
}

/** A desk that lasts as long as the call: for those who read a file in one go. */
export class MemoryDesk implements Desk {
	#note: Json | undefined;
	readonly #sheaves: (readonly TextPart[])[] = [];
	readonly #chunks: Chunk[] = [];

	note(): Json | undefined {
		return this.#note;
	}

	keep({ note, parts, chunks = [] }: Step): void {
		this.#note = note;
		if (parts) this.#sheaves.push(parts);
		this.#chunks.push(...chunks);
	}

	parts(sheaf: number): readonly TextPart[] | undefined {
		return this.#sheaves[sheaf];
	}

	chunks(from: number, count: number): readonly Chunk[] {
		return this.#chunks.slice(from, from + count);
	}

	async breathe(): Promise<void> {}
}
