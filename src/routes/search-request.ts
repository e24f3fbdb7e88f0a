import { FILE_KINDS } from "../protocol/files/file-state.ts";
import { type Problem, problem } from "../protocol/problem.ts";
import { ok, type Result, refuse } from "../protocol/result.ts";
import { DEFAULT_SEARCH_HITS, MAX_SEARCH_HITS, MAX_SEARCH_OFFSET } from "../protocol/text/search.ts";
import type { Search } from "../session/search/search.ts";

/** A day, in milliseconds. */
const DAY_MS = 86_400_000;

/** A time out of a query: ISO 8601, or milliseconds since 1970. A mere day ends, as `to`, when it is over. */
function timeOf(text: string | undefined, end: boolean): number | undefined {
	if (text === undefined) return undefined;
	if (/^\d{10,16}$/.test(text)) return Number(text);
	const time = Date.parse(text);
	return end && /^\d{4}-\d{2}-\d{2}$/.test(text) ? time + DAY_MS : time;
}

function countOf(text: string | undefined, otherwise: number, most: number): number {
	return text === undefined
		? otherwise
		: /^\d{1,6}$/.test(text) && Number(text) <= most
			? Number(text)
			: Number.NaN;
}

/** Reads a search out of the query of its address. */
export function readSearch(query: Readonly<Record<string, string>>): Result<Search, Problem> {
	const malformed = (detail: string) => refuse(problem("malformed", detail));
	const kind = FILE_KINDS.find((known) => known === query.kind);
	if (query.kind !== undefined && kind === undefined)
		return malformed(`kind is one of ${FILE_KINDS.join(", ")}.`);
	const [from, to] = [timeOf(query.from, false), timeOf(query.to, true)];
	if (Number.isNaN(from) || Number.isNaN(to))
		return malformed(
			"from and to are days such as 2026-11-21, times in ISO 8601, or milliseconds since 1970.",
		);
	const limit = countOf(query.limit, DEFAULT_SEARCH_HITS, MAX_SEARCH_HITS);
	const offset = countOf(query.offset, 0, MAX_SEARCH_OFFSET);
	if (Number.isNaN(limit) || limit === 0 || Number.isNaN(offset))
		return malformed(
			`limit is a number from 1 to ${MAX_SEARCH_HITS}, offset one up to ${MAX_SEARCH_OFFSET}.`,
		);
	return ok({
		query: query.q ?? "",
		...(query.batch !== undefined && { batch: query.batch }),
		...(kind && { kind }),
		...(from !== undefined && { from }),
		...(to !== undefined && { to }),
		limit,
		offset,
	});
}
