import { formatCount } from "../../file-facts.ts";
import type { ExtractionInput, ReportStage } from "../../pipeline.ts";
import { ReadLimitError, SourceError, TimeLimitError } from "../../ranged-reader.ts";
import { PausedError, toState } from "../../resume-store.ts";
import { MAX_CHUNKS, MAX_TEXT_CHARS, PART_CHARS } from "../limits.ts";
import type { BlockSink, OpenDocument } from "../open-document.ts";
import { type DocumentProgress, reportProgress } from "../progress.ts";
import { PartBuilder } from "./part-builder.ts";

/** Characters, and items, after which a checkpoint is saved: what is read again after a crash. */
const CHECKPOINT_CHARS = 2 * PART_CHARS;
const CHECKPOINT_ITEMS = 25;

/** Reads the text of an open document from where the last slice stopped, and saves it in batches. */
export async function extractText(
	opened: OpenDocument,
	{ resumeStore }: Pick<ExtractionInput, "resumeStore">,
	progress: DocumentProgress,
	report: ReportStage,
): Promise<void> {
	const { metadata, itemCount, unit } = opened;
	metadata.restore(progress.head);
	Object.assign(progress, { head: metadata.data, items: itemCount, unit });
	const builder = new PartBuilder(progress, metadata);
	const save = () => {
		if (builder.ready.length === 0) resumeStore.save({ state: toState(progress) });
		else resumeStore.save({ state: toState(progress), textBatch: builder.ready });
		builder.ready = [];
		builder.readyChars = 0;
	};
	const sink: BlockSink = {
		addBlock: builder.addBlock.bind(builder),
		addHeading: builder.addHeading.bind(builder),
		setPlace: builder.setPlace.bind(builder),
		yieldToLoop: async () => {
			if (builder.readyChars >= CHECKPOINT_CHARS) save();
			await resumeStore.yieldToLoop();
		},
	};
	reportProgress(report, "extracting", progress.item, itemCount);
	while (progress.item < itemCount && !builder.full) {
		builder.beginItem(opened.placeOf(progress.item), progress.partsOfItem);
		await readItem(opened, progress.item, sink);
		builder.endPart();
		progress.item += 1;
		progress.partsOfItem = 0;
		reportProgress(report, "extracting", progress.item, itemCount);
		if (builder.readyChars >= CHECKPOINT_CHARS || progress.item % CHECKPOINT_ITEMS === 0) save();
		await resumeStore.yieldToLoop();
	}
	if (builder.full) {
		const limit = `${formatCount(MAX_TEXT_CHARS)} characters or ${formatCount(MAX_CHUNKS)} chunks`;
		metadata.addNotice(`The document is very long; only its beginning was read: at most ${limit}.`);
	}
	progress.stage = "chunking";
	save();
}

/** Reads one item. Damage ends this item only; the end of the slice, a time limit or failed storage end the extraction. */
async function readItem(opened: OpenDocument, item: number, sink: BlockSink): Promise<void> {
	try {
		await opened.readItem(item, sink);
	} catch (error) {
		if (error instanceof PausedError || error instanceof SourceError || error instanceof TimeLimitError)
			throw error;
		const where = `${opened.unit === "section" ? "part" : opened.unit} ${item + 1}`;
		if (error instanceof ReadLimitError)
			opened.metadata.addNotice(`Not all of ${where} was read: ${error.message}`);
		else opened.metadata.addDefect(`There is damage in ${where}; the text after it is missing.`);
	}
}
