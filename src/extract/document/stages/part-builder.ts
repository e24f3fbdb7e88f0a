import type { Place } from "../../../protocol/text/chunk.ts";
import type { Block, OpenHeading, TextPart } from "../../resume-store.ts";
import { type Head, label } from "../document-metadata.ts";
import { MAX_BLOCK_CHARS, MAX_CHUNKS, MAX_TEXT_CHARS, PART_CHARS } from "../limits.ts";
import type { Progress } from "../progress.ts";
import { cut } from "./chunker.ts";

/** Characters that no text needs and that storage or a screen may stumble over. */
const CONTROLS = /(?![\t\n])\p{Cc}/gu;

/** Gathers blocks into parts of one place each, and keeps count of what they come to. */
export class PartBuilder {
	readonly #progress: Progress;
	readonly #head: Head;
	#blocks: Block[] = [];
	#chars = 0;
	#place: Place = {};
	#skip = 0;
	/** Parts that are whole and not kept yet. */
	ready: TextPart[] = [];
	readyChars = 0;
	/** The document is longer than what is kept of one. */
	full = false;

	constructor(progress: Progress, head: Head) {
		this.#progress = progress;
		this.#head = head;
	}

	/** The blocks that follow stand here. Its first parts are passed over, so many as were kept in an earlier turn. */
	begin(place: Place, skip: number): void {
		this.#place = place;
		this.#skip = skip;
	}

	/** The blocks that follow stand here, within the same item. */
	stand(place: Place): void {
		this.end();
		this.#place = place;
	}

	/** A heading that stands nowhere in the text; what follows is below it. */
	heading({ level, title }: OpenHeading): void {
		this.end();
		// It was opened in an earlier turn, before the parts that are passed over.
		if (this.#skip > 0) return;
		const { path, chars } = this.#progress;
		this.#tell(level, title, chars);
		openHeading(path, level, title);
	}

	#tell(level: number, title: string, start: number): void {
		const { page } = this.#place;
		this.#head.heading({ level, title, start, ...(page !== undefined && { page }) });
	}

	add({ text, level }: Block): void {
		const clean = text.replace(CONTROLS, "").toWellFormed().trim();
		if (clean === "" || this.full) return;
		if (level !== undefined && this.#chars >= PART_CHARS / 2) this.end();
		for (let start = 0; start < clean.length; ) {
			const end = wholeCharacters(clean, start + MAX_BLOCK_CHARS);
			const piece = clean.slice(start, end);
			this.#blocks.push(level === undefined ? { text: piece } : { text: piece, level });
			this.#chars += piece.length + 1;
			start = end;
			if (this.#chars >= PART_CHARS) this.end();
		}
	}

	/** Closes the present part. */
	end(): void {
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
		this.#outline(part);
		this.ready.push(part);
		this.readyChars += chars;
		progress.partsOfItem += 1;
		progress.chars += chars;
		progress.chunks += cut(part, progress.size).length;
		for (const { text } of blocks) progress.words += countWords(text);
		this.full = progress.chars >= MAX_TEXT_CHARS || progress.chunks >= MAX_CHUNKS - PART_CHARS / 16;
	}

	#outline({ start, blocks }: TextPart): void {
		let at = start;
		for (const { text, level } of blocks) {
			if (level !== undefined) {
				const title = label(text);
				this.#tell(level, title, at);
				openHeading(this.#progress.path, level, title);
			}
			at += text.length + 1;
		}
	}
}

/** Puts a heading under those that stand above it. */
export function openHeading(path: OpenHeading[], level: number, title: string): void {
	while ((path.at(-1)?.level ?? 0) >= level) path.pop();
	path.push({ level, title });
}

/** Runs of letters and digits; in scripts without blanks between words, runs of characters. */
function countWords(text: string): number {
	return text.match(/[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
}

function wholeCharacters(text: string, end: number): number {
	const code = text.charCodeAt(end);
	return code >= 0xdc00 && code <= 0xdfff ? end - 1 : Math.min(end, text.length);
}
