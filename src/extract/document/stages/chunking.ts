import type { Chunk, TextLocation } from "../../../protocol/text/chunk.ts";
import type { ChunkSize } from "../../../protocol/text/chunk-options.ts";
import type { ReportStage } from "../../pipeline.ts";
import { type OpenHeading, type ResumeStore, type TextPart, toState } from "../../resume-store.ts";
import { toLabel } from "../document-metadata.ts";
import { type DocumentProgress, reportProgress } from "../progress.ts";
import { countTokens } from "../words/tokens.ts";
import { chunkSpans, joinBlocks } from "./chunker.ts";
import { pushHeading } from "./part-builder.ts";

/** Cuts the saved text into chunks, with one checkpoint for each text batch. */
export async function chunkText(
	store: ResumeStore,
	progress: DocumentProgress,
	report: ReportStage,
): Promise<void> {
	reportProgress(report, "chunking", progress.done, progress.chunks);
	while (true) {
		const parts = await store.textBatch(progress.sheaf);
		if (parts === undefined) break;
		const chunks: Chunk[] = [];
		for (const part of parts) {
			for (const chunk of chunksOf(part, progress.done, progress.size)) {
				chunks.push(chunk);
				progress.done += 1;
				reportProgress(report, "chunking", progress.done, progress.chunks);
			}
		}
		progress.sheaf += 1;
		store.save({ state: toState(progress), chunks });
		await store.yieldToLoop();
	}
	Object.assign(progress, { stage: "enriching", done: 0 });
	store.save({ state: toState(progress), dropTextBatches: true });
}

/** The chunks of one part, numbered from `first`. */
export function chunksOf(part: TextPart, first: number, size: ChunkSize): Chunk[] {
	const text = joinBlocks(part);
	const places = new PlaceTracker(part);
	return chunkSpans(part, size).map(({ start, end }, index) => {
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

/** Tracks the headings through a part. Must be asked in the order of the text. */
class PlaceTracker {
	readonly #part: TextPart;
	readonly #path: OpenHeading[];
	#block = 0;
	#start = 0;

	constructor(part: TextPart) {
		this.#part = part;
		this.#path = [...part.path];
	}

	/** The place of the text at this character of the part. */
	at(position: number): TextLocation {
		const { blocks, place } = this.#part;
		for (let block = blocks[this.#block]; block && this.#start <= position; block = blocks[++this.#block]) {
			if (block.level !== undefined) pushHeading(this.#path, block.level, toLabel(block.text));
			this.#start += block.text.length + 1;
		}
		const headings = this.#path.map(({ title }) => title);
		return headings.length === 0 ? place : { ...place, headings };
	}
}
