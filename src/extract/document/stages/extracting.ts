import { grouped } from "../../file-facts.ts";
import type { ExtractionInput, Reached } from "../../pipeline.ts";
import { ReadLimitError, SourceError, TimeLimitError } from "../../reader.ts";
import { PausedError } from "../../resume-store.ts";
import { MAX_CHUNKS, MAX_TEXT_CHARS, PART_CHARS } from "../limits.ts";
import type { OpenDocument, TextSink } from "../open-document.ts";
import { noteOf, type Progress, reportStep } from "../progress.ts";
import { PartBuilder } from "./part-builder.ts";

/** Characters that are kept in one step, and items: what a killed turn has to read again. */
const STEP_CHARS = 2 * PART_CHARS;
const STEP_ITEMS = 25;

/** Reads the text of an open document from where the last turn stopped, and keeps it as it comes. */
export async function extractText(
	opened: OpenDocument,
	{ desk }: ExtractionInput,
	progress: Progress,
	reached: Reached,
): Promise<void> {
	const { head, items, unit } = opened;
	head.resume(progress.head);
	Object.assign(progress, { head: head.data, items, unit });
	const builder = new PartBuilder(progress, head);
	const keep = () => {
		if (builder.ready.length === 0) desk.keep({ note: noteOf(progress) });
		else desk.keep({ note: noteOf(progress), parts: builder.ready });
		builder.ready = [];
		builder.readyChars = 0;
	};
	const sink = {
		block: builder.add.bind(builder),
		heading: builder.heading.bind(builder),
		stand: builder.stand.bind(builder),
		breathe: async () => {
			if (builder.readyChars >= STEP_CHARS) keep();
			await desk.breathe();
		},
	};
	reportStep(reached, "extracting", progress.item, items);
	while (progress.item < items && !builder.full) {
		builder.begin(opened.place(progress.item), progress.partsOfItem);
		await readItem(opened, progress.item, sink);
		builder.end();
		progress.item += 1;
		progress.partsOfItem = 0;
		reportStep(reached, "extracting", progress.item, items);
		if (builder.readyChars >= STEP_CHARS || progress.item % STEP_ITEMS === 0) keep();
		await desk.breathe();
	}
	if (builder.full) {
		const bound = `${grouped(MAX_TEXT_CHARS)} characters, or ${grouped(MAX_CHUNKS)} chunks, are kept of one`;
		head.notice(`The document is very long; only its beginning was read: ${bound}.`);
	}
	progress.stage = "chunking";
	keep();
}

/** Reads one item. What is broken in it ends it and no other; only a turn that is over, or storage, ends the reading. */
async function readItem(opened: OpenDocument, item: number, sink: TextSink): Promise<void> {
	try {
		await opened.read(item, sink);
	} catch (error) {
		if (error instanceof PausedError || error instanceof SourceError || error instanceof TimeLimitError)
			throw error;
		const where = `${opened.unit === "section" ? "part" : opened.unit} ${item + 1}`;
		if (error instanceof ReadLimitError) opened.head.notice(`Not all of ${where} was read: ${error.message}`);
		else opened.head.defect(`Something in ${where} is damaged; what stands behind it there is missing.`);
	}
}
