import type { Chunk, Place } from "../../../protocol/text/chunk.ts";
import type { ChunkSize } from "../../../protocol/text/chunk-options.ts";
import type { Reached } from "../../pipeline.ts";
import type { Desk, OpenHeading, TextPart } from "../../resume-store.ts";
import { label } from "../document-metadata.ts";
import { noteOf, type Progress, reportStep } from "../progress.ts";
import { countTokens } from "../words/tokens.ts";
import { cut, textOf } from "./chunker.ts";
import { openHeading } from "./part-builder.ts";

/** Cuts the kept text into chunks, one sheaf a step. */
export async function cutText(desk: Desk, progress: Progress, reached: Reached): Promise<void> {
	reportStep(reached, "chunking", progress.done, progress.chunks);
	while (true) {
		const parts = desk.parts(progress.sheaf);
		if (parts === undefined) break;
		const chunks: Chunk[] = [];
		for (const part of parts) {
			for (const chunk of chunksOf(part, progress.done, progress.size)) {
				chunks.push(chunk);
				progress.done += 1;
				reportStep(reached, "chunking", progress.done, progress.chunks);
			}
		}
		progress.sheaf += 1;
		desk.keep({ note: noteOf(progress), chunks });
		await desk.breathe();
	}
	Object.assign(progress, { stage: "enriching", done: 0 });
	desk.keep({ note: noteOf(progress), partsDone: true });
}

/** The chunks of one part, numbered from `first`. */
export function chunksOf(part: TextPart, first: number, size: ChunkSize): Chunk[] {
	const text = textOf(part);
	const places = new Places(part);
	return cut(part, size).map(({ start, end }, index) => {
		const piece = text.slice(start, end);
		return {
			index: first + index,
			start: part.start + start,
			end: part.start + end,
			tokens: countTokens(piece),
			place: places.at(start),
			text: piece,
		};
	});
}

/** Follows the headings through a part. Asked in the order of the text, so that it never goes back. */
class Places {
	readonly #part: TextPart;
	readonly #path: OpenHeading[];
	#block = 0;
	#start = 0;

	constructor(part: TextPart) {
		this.#part = part;
		this.#path = [...part.path];
	}

	/** The place of what begins at character `at` of the part. */
	at(at: number): Place {
		const { blocks, place } = this.#part;
		for (let block = blocks[this.#block]; block && this.#start <= at; block = blocks[++this.#block]) {
			if (block.level !== undefined) openHeading(this.#path, block.level, label(block.text));
			this.#start += block.text.length + 1;
		}
		const headings = this.#path.map(({ title }) => title);
		return headings.length === 0 ? place : { ...place, headings };
	}
}
