import { MAX_QUERY_CHARS, MAX_QUERY_TERMS } from "../../protocol/limits.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";

interface Term {
	/** In FTS5's syntax: always quoted, so that nothing in it is an operator. */
	readonly text: string;
	readonly excluded: boolean;
}

/** `"…"` (or an unclosed one), or anything without blanks; either with a dash before it, and a star behind it. */
const TERM = /-?"([^"]*)("?)(\*?)|\S+/g;

function malformed(detail: string): Result<never, Problem> {
	return refuse(problem("malformed", detail));
}

/** What a person typed, as FTS5 expressions. */
export interface SearchQuery {
	/** All terms. */
	readonly all: string;
	/** Any term, when there are several: for a question whose words do not occur together. */
	readonly some?: string;
	/** Only words, so it may be meant as a question. Operators and quotation marks ask for exact words. */
	readonly plain: boolean;
}

/**
 * Parses what a person typed: words that must all occur, `"a phrase"`, `prefix*`, `-without`, and `OR` between two terms.
 * Everything else is text to search for, never syntax.
 */
export function parseQuery(query: string): Result<SearchQuery, Problem> {
	if (query.length > MAX_QUERY_CHARS) return malformed(`A query has at most ${MAX_QUERY_CHARS} characters.`);
	/** Each inner list is joined by OR, the lists by AND. */
	const wanted: Term[][] = [];
	const excluded: Term[] = [];
	let afterOr = false;
	let count = 0;
	for (const found of query.toWellFormed().matchAll(TERM)) {
		if (found[0] === "OR") {
			if (wanted.length === 0 || afterOr) return malformed('"OR" goes between two words: cats OR dogs.');
			afterOr = true;
			continue;
		}
		if (found[0].replace(/^-/, "").startsWith('"') && found[2] === "")
			return malformed("A quotation mark is not closed. Add one at the end of the phrase.");
		const term = termOf(found[0], found[1], found[3]);
		if (term === undefined) continue;
		count += 1;
		if (count > MAX_QUERY_TERMS) return malformed(`A query has at most ${MAX_QUERY_TERMS} words.`);
		if (term.excluded && afterOr) return malformed('After "OR" comes a word to find, not one to leave out.');
		if (term.excluded) excluded.push(term);
		else if (afterOr) wanted.at(-1)?.push(term);
		else wanted.push([term]);
		afterOr = false;
	}
	if (afterOr) return malformed('"OR" goes between two words: cats OR dogs.');
	if (wanted.length === 0) return malformed("The query has no word to search for. Add one: ?q=word.");
	const all = wanted.map((group) => `(${anyOf(group)})`).join(" AND ");
	const without = (expression: string) =>
		excluded.length === 0 ? expression : `(${expression}) NOT (${anyOf(excluded)})`;
	return ok({
		all: without(all),
		...(wanted.length > 1 && { some: without(anyOf(wanted.flat())) }),
		plain: excluded.length === 0 && !/["*]|\bOR\b/.test(query),
	});
}

function anyOf(terms: readonly Term[]): string {
	return terms.map(({ text }) => text).join(" OR ");
}

/** A term; `undefined` when it has no letter or digit. */
function termOf(whole: string, phrase: string | undefined, phraseStar: string | undefined): Term | undefined {
	const excluded = whole.startsWith("-") && whole.length > 1;
	const word = excluded ? whole.slice(1) : whole;
	const star = phrase === undefined ? word.endsWith("*") : phraseStar === "*";
	const text = phrase ?? word.replace(/\*+$/, "");
	if (!/[\p{L}\p{N}]/u.test(text)) return undefined;
	const quoted = `"${text.replaceAll('"', '""').replaceAll("\0", "")}"`;
	return { text: star ? `${quoted}*` : quoted, excluded };
}
