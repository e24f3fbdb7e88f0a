import { type ChunkSize, chunkSizeOf } from "../../../protocol/text/chunk-options.ts";
import type { TextPart } from "../../resume-store.ts";
import { countTokens } from "../words/tokens.ts";

/** A piece of a part's text: from `start` up to, and without, `end`. */
export interface Span {
	readonly start: number;
	readonly end: number;
}

/** The smallest pieces that are not cut unless they are too large themselves. */
interface Unit extends Span {
	readonly tokens: number;
	readonly heading: boolean;
}

/** A heading begins a new piece once the present one has this share of the wanted size. */
const HEADING_SHARE = 0.25;

/** The text of a part: its blocks, each on lines of its own. */
export function textOf({ blocks }: Pick<TextPart, "blocks">): string {
	return blocks.map(({ text }) => `${text}\n`).join("");
}

/**
 * Cuts a part of a text: at headings first, then between paragraphs, sentences, words, and only then within a word,
 * never within a character. The spans follow each other, overlap by about what was asked, and cover all of the text.
 */
export function cut(part: Pick<TextPart, "blocks">, size: ChunkSize = chunkSizeOf(undefined)): Span[] {
	const text = textOf(part);
	const units = unitsOf(part, text, size.size);
	const spans: Span[] = [];
	let first = 0;
	while (first < units.length) {
		const last = lastOf(units, first, size.size);
		const start = units[first]?.start ?? 0;
		const end = units[last]?.end ?? text.length;
		spans.push({ start, end });
		if (last === units.length - 1) break;
		first = nextFirst(units, first, last, size);
	}
	return spans;
}

/** The last unit of a piece that begins with unit `first`: at least that one. */
function lastOf(units: readonly Unit[], first: number, size: number): number {
	let tokens = 0;
	for (let at = first; at < units.length; at++) {
		const unit = units[at];
		if (unit === undefined) break;
		if (at > first && tokens + unit.tokens > size) return at - 1;
		if (at > first && unit.heading && tokens >= size * HEADING_SHARE) return at - 1;
		tokens += unit.tokens;
	}
	return units.length - 1;
}

/**
 * Where the next piece begins: some units back, but not across a heading, and only so far that the unit behind the piece
 * still fits in. So every piece ends behind the one before it.
 */
function nextFirst(
	units: readonly Unit[],
	first: number,
	last: number,
	{ size, overlap }: ChunkSize,
): number {
	const fresh = units[last + 1];
	if (fresh === undefined || fresh.heading) return last + 1;
	let next = last + 1;
	let tokens = 0;
	while (next - 1 > first) {
		const unit = units[next - 1];
		if (unit === undefined || unit.heading) break;
		tokens += unit.tokens;
		if (tokens > overlap || tokens + fresh.tokens > size) break;
		next -= 1;
	}
	return next;
}

function unitsOf({ blocks }: Pick<TextPart, "blocks">, text: string, size: number): Unit[] {
	const units: Unit[] = [];
	let at = 0;
	for (const block of blocks) {
		const end = at + block.text.length + 1;
		const tokens = countTokens(block.text);
		const heading = block.level !== undefined;
		if (tokens <= size && (heading || tokens <= size / 4)) units.push({ start: at, end, tokens, heading });
		else for (const span of sentences(text, at, end)) units.push(...smaller(text, span, size));
		at = end;
	}
	return units;
}

function* sentences(text: string, start: number, end: number): Generator<Span> {
	const segmenter = new Intl.Segmenter(undefined, { granularity: "sentence" });
	for (const { index, segment } of segmenter.segment(text.slice(start, end)))
		yield { start: start + index, end: start + index + segment.length };
}

/** A sentence as one unit, or cut between words, or within a word that is longer than a piece. */
function* smaller(text: string, span: Span, size: number): Generator<Unit> {
	const tokens = countTokens(text.slice(span.start, span.end));
	if (tokens <= size) {
		yield { ...span, tokens, heading: false };
		return;
	}
	for (let start = span.start; start < span.end; ) {
		// One token has at least one character, so a piece of `size` characters is never too large.
		const end = start + size >= span.end ? span.end : softEnd(text, start, start + size);
		yield { start, end, tokens: countTokens(text.slice(start, end)), heading: false };
		start = end;
	}
}

/** The last blank before `limit` in the second half of the piece, else `limit`, but never between two halves of a character. */
function softEnd(text: string, start: number, limit: number): number {
	const blank = text.lastIndexOf(" ", limit - 1);
	if (blank > start + (limit - start) / 2) return blank + 1;
	const code = text.charCodeAt(limit);
	return code >= 0xdc00 && code <= 0xdfff && limit - 1 > start ? limit - 1 : limit;
}
