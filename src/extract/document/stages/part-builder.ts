import type { TextLocation } from "../../../protocol/text/chunk.ts";
import type { Block, OpenHeading, TextPart } from "../../resume-store.ts";
import { type DocumentMetadata, toLabel } from "../document-metadata.ts";
import { MAX_BLOCK_CHARS, MAX_CHUNKS, MAX_TEXT_CHARS, PART_CHARS } from "../limits.ts";
import type { DocumentProgress } from "../progress.ts";
import { chunkSpans } from "./chunker.ts";

/** Control characters, which no text needs and which storage and screens handle badly. */
const CONTROLS = /(?![\t\n])\p{Cc}/gu;

/** Collects blocks into parts of one place each, and counts characters, words and chunks. */
export class PartBuilder {
	readonly #progress: DocumentProgress;
	readonly #metadata: DocumentMetadata;
	#blocks: Block[] = [];
	#chars = 0;
	#place: TextLocation = {};
	/** Parts of this item that an earlier slice has saved. */
	#skip = 0;
	/** Complete parts that are not saved yet. */
	ready: TextPart[] = [];
	readyChars = 0;
	/** The document is longer than the bounds; the rest is left out. */
	full = false;

	constructor(progress: DocumentProgress, metadata: DocumentMetadata) {
		this.#progress = progress;
		this.#metadata = metadata;
	}

	/** Starts an item in this place. The first `skip` parts are dropped, because an earlier slice has saved them. */
	beginItem(place: TextLocation, skip: number): void {
		this.#place = place;
		this.#skip = skip;
	}

	/** Changes the place of the following blocks within the same item. */
	setPlace(place: TextLocation): void {
		this.endPart();
		this.#place = place;
	}

	/** A heading that does not occur in the text; what follows is below it. */
	addHeading({ level, title }: OpenHeading): void {
		this.endPart();
		// An earlier slice has added it, before the parts that are skipped.
		if (this.#skip > 0) return;
		const { path, chars } = this.#progress;
		this.#addToOutline(level, title, chars);
		pushHeading(path, level, title);
	}

	#addToOutline(level: number, title: string, start: number): void {
		const { page } = this.#place;
		this.#metadata.addHeading({ level, title, start, ...(page !== undefined && { page }) });
	}

	/** Adds a block, in pieces when it is very long. */
	addBlock({ text, level }: Block): void {
		const clean = text.replace(CONTROLS, "").toWellFormed().trim();
		if (clean === "" || this.full) return;
		if (level !== undefined && this.#chars >= PART_CHARS / 2) this.endPart();
		for (let start = 0; start < clean.length; ) {
			const end = wholeCharacters(clean, start + MAX_BLOCK_CHARS);
			const piece = clean.slice(start, end);
			this.#blocks.push(level === undefined ? { text: piece } : { text: piece, level });
			this.#chars += piece.length + 1;
			start = end;
			if (this.#chars >= PART_CHARS) this.endPart();
		}
	}

	/** Ends the current part. */
	endPart(): void {
		if (this.#blocks.length === 0) return;
		const blocks = this.#blocks;
		this.#blocks = [];
		const chars = this.#chars;
		this.#chars = 0;
		if (this.#skip > 0) {
			this.#skip -= 1;
			return;
		}
		const progress = this.#progress;
		const part = { start: progress.chars, place: this.#place, path: [...progress.path], blocks };
		this.#outlineHeadings(part);
		this.ready.push(part);
		this.readyChars += chars;
		progress.partsOfItem += 1;
		progress.chars += chars;
		progress.chunks += chunkSpans(part, progress.size).length;
		for (const { text } of blocks) progress.words += countWords(text);
		this.full = progress.chars >= MAX_TEXT_CHARS || progress.chunks >= MAX_CHUNKS - PART_CHARS / 16;
	}

	#outlineHeadings({ start, blocks }: TextPart): void {
		let at = start;
		for (const { text, level } of blocks) {
			if (level !== undefined) {
				const title = toLabel(text);
				this.#addToOutline(level, title, at);
				pushHeading(this.#progress.path, level, title);
			}
			at += text.length + 1;
		}
	}
}

/** Adds a heading to the path of those above it, in place of those at its level and below. */
export function pushHeading(path: OpenHeading[], level: number, title: string): void {
	while ((path.at(-1)?.level ?? 0) >= level) path.pop();
	path.push({ level, title });
}

/** Counts runs of letters and digits. In scripts without spaces between words, a run may be a sentence. */
function countWords(text: string): number {
	return text.match(/[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
}

/** `end`, or one less where it would split a surrogate pair. */
function wholeCharacters(text: string, end: number): number {
	const code = text.charCodeAt(end);
	return code >= 0xdc00 && code <= 0xdfff ? end - 1 : Math.min(end, text.length);
}
