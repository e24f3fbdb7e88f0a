import type { FileProblem } from "../../protocol/files/file-record.ts";
import type { Result } from "../../protocol/result.ts";
import type { Place } from "../../protocol/text/chunk.ts";
import type { ExtractionInput } from "../pipeline.ts";
import type { Block, OpenHeading } from "../resume-store.ts";
import type { Head } from "./document-metadata.ts";

/** Takes the text of a document as it comes to light. */
export interface TextSink {
	block(block: Block): void;
	/** A heading begins here that the document tells apart from its text. */
	heading(heading: OpenHeading): void;
	/** What follows stands in another place than the item's own, such as the next sheet. */
	stand(place: Place): void;
	/** To be awaited now and then, between pieces that are sound: others run meanwhile. */
	breathe(): Promise<void>;
}

/** A document whose structure was found sound enough to read its text, item by item. */
export interface OpenDocument {
	/** What an item is called: pages are counted and told, sections are not. */
	readonly unit: "page" | "slide" | "sheet" | "chapter" | "section";
	readonly items: number;
	/** What it says of itself. May grow while the items are read. */
	readonly head: Head;
	/** Where the text of an item (from 0) stands. */
	place(item: number): Place;
	/** Reads the text of one item. The same bytes give the same blocks, so that a later turn can go on in the middle. */
	read(item: number, sink: TextSink): Promise<void>;
	/** Gives back what it holds. */
	close(): Promise<void>;
}

/** Opens one format. A refusal is a document that cannot be read at all, with a sentence for a person. */
export type OpenFormat = (input: ExtractionInput) => Promise<Result<OpenDocument, FileProblem>>;
