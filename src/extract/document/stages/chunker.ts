import { type ChunkSize, chunkSizeOf } from "../../../protocol/text/chunk-options.ts";
import type { TextPart } from "../../resume-store.ts";
import { countTokens } from "../words/tokens.ts";

/** A range of a part's text, from `start` up to but not including `end`. */
export interface TextSpan {
	readonly start: number;
	readonly end: number;
}

/** A piece of text that is cut only when it is larger than a chunk. */
interface Unit extends TextSpan {
	readonly tokens: number;
	readonly heading: boolean;
}

/** A heading begins a new chunk once the current one has this share of the requested size. */
const HEADING_SHARE = 0.25;

/** The text of a part: its blocks, each ending with a line break. */
export function joinBlocks({ blocks }: Pick<TextPart, "blocks">): string {
	return blocks.map(({ text }) => `${text}\n`).join("");
}

/**
 * Cuts the text of a part into chunks: at headings first, then between paragraphs, sentences and words, and only then within a
 * word, never within a character. The spans are in order, overlap by about the requested size, and cover all of the text.
 */
export function chunkSpans(
	part: Pick<TextPart, "blocks">,
	size: ChunkSize = chunkSizeOf(undefined),
): TextSpan[] {
	const text = joinBlocks(part);
	const units = splitIntoUnits(part, text, size.size);
	const spans: TextSpan[] = [];
	let first = 0;
	while (first < units.length) {
		const last = lastUnit(units, first, size.size);
		const start = units[first]?.start ?? 0;
		const end = units[last]?.end ?? text.length;
		spans.push({ start, end });
		if (last === units.length - 1) break;
		first = nextStart(units, first, last, size);
	}
	return spans;
}

/** The index of the last unit of a chunk that begins with unit `first`; at least `first`. */
function lastUnit(units: readonly Unit[], first: number, size: number): number {
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
 * The index of the first unit of the next chunk: some units back for the overlap, but not across a heading, and only as far as the
 * next new unit still fits. So every chunk ends after the previous one.
 */
function nextStart(
	units: readonly Unit[],
	first: number,
	last: number,
	{ size, overlap }: ChunkSize,
): number {
	const newUnit = units[last + 1];
	if (newUnit === undefined || newUnit.heading) return last + 1;
	let next = last + 1;
	let tokens = 0;
	while (next - 1 > first) {
		const unit = units[next - 1];
		if (unit === undefined || unit.heading) break;
		tokens += unit.tokens;
		if (tokens > overlap || tokens + newUnit.tokens > size) break;
		next -= 1;
	}
	return next;
}

function splitIntoUnits({ blocks }: Pick<TextPart, "blocks">, text: string, size: number): Unit[] {
	const units: Unit[] = [];
	let at = 0;
	for (const block of blocks) {
		const end = at + block.text.length + 1;
		const tokens = countTokens(block.text);
		const heading = block.level !== undefined;
		if (tokens <= size && (heading || tokens <= size / 4)) units.push({ start: at, end, tokens, heading });
		else for (const span of sentences(text, at, end)) units.push(...splitSentence(text, span, size));
		at = end;
	}
	return units;
}

function* sentences(text: string, start: number, end: number): Generator<TextSpan> {
	const segmenter = new Intl.Segmenter(undefined, { granularity: "sentence" });
	for (const { index, segment } of segmenter.segment(text.slice(start, end)))
		yield { start: start + index, end: start + index + segment.length };
}

/** A sentence as one unit, or cut between words, or within a word that is longer than a chunk. */
function* splitSentence(text: string, span: TextSpan, size: number): Generator<Unit> {
	const tokens = countTokens(text.slice(span.start, span.end));
	if (tokens <= size) {
		yield { ...span, tokens, heading: false };
		return;
	}
	for (let start = span.start; start < span.end; ) {
		// A token has at least one character, so `size` characters never exceed `size` tokens.
		const end = start + size >= span.end ? span.end : softEnd(text, start, start + size);
		yield { start, end, tokens: countTokens(text.slice(start, end)), heading: false };
		start = end;
	}
}

/** The end after the last space in the second half of the piece, else `limit`, but never within a surrogate pair. */
function softEnd(text: string, start: number, limit: number): number {
	const space = text.lastIndexOf(" ", limit - 1);
	if (space > start + (limit - start) / 2) return space + 1;
	const code = text.charCodeAt(limit);
	return code >= 0xdc00 && code <= 0xdfff && limit - 1 > start ? limit - 1 : limit;
}
