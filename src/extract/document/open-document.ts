import type { FileProblem } from "../../protocol/files/file-record.ts";
import type { Result } from "../../protocol/result.ts";
import type { TextLocation } from "../../protocol/text/chunk.ts";
import type { ExtractionInput } from "../pipeline.ts";
import type { Block, OpenHeading } from "../resume-store.ts";
import type { DocumentMetadata } from "./document-metadata.ts";

/** Receives the text of a document in reading order. */
export interface BlockSink {
	addBlock(block: Block): void;
	/** A heading that starts here but does not occur in the text, such as an outline entry. */
	addHeading(heading: OpenHeading): void;
	/** Changes the place of the following blocks within an item, such as to the next sheet. */
	setPlace(place: TextLocation): void;
	/** To be awaited regularly, where the state is consistent: other work runs meanwhile, and the slice may end here. */
	yieldToLoop(): Promise<void>;
}

/** A document whose structure was checked and whose text is read item by item. */
export interface OpenDocument {
	/** What an item is. All but sections are counted as a fact. */
	readonly unit: "page" | "slide" | "sheet" | "chapter" | "section";
	readonly itemCount: number;
	/** What the document says about itself. May grow while items are read. */
	readonly metadata: DocumentMetadata;
	/** The place of an item's text; items count from 0. */
	placeOf(item: number): TextLocation;
	/** Reads the text of one item. The same bytes must give the same blocks, so that a later slice can continue in the middle. */
	readItem(item: number, sink: BlockSink): Promise<void>;
	/** Releases what the document holds. */
	close(): Promise<void>;
}

/** Opens one format. A refusal is a document that cannot be read at all, with a sentence for people. */
export type DocumentOpener = (input: ExtractionInput) => Promise<Result<OpenDocument, FileProblem>>;
