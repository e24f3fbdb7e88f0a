import { FILE_KINDS } from "../protocol/files/file-state.ts";
import { DEFAULT_SEARCH_HITS, MAX_SEARCH_HITS, MAX_SEARCH_OFFSET } from "../protocol/limits.ts";
import { type Problem, problem } from "../protocol/problem.ts";
import { ok, type Result, refuse } from "../protocol/result.ts";
import type { SearchRequest } from "../session/search/search.ts";

const DAY_MS = 86_400_000;

/** ISO 8601, or milliseconds since 1970; `NaN` when unreadable. A bare date as the end of a range includes that day. */
function parseTime(text: string | undefined, isEnd: boolean): number | undefined {
	if (text === undefined) return undefined;
	if (/^\d{10,16}$/.test(text)) return Number(text);
	const time = Date.parse(text);
	return isEnd && /^\d{4}-\d{2}-\d{2}$/.test(text) ? time + DAY_MS : time;
}

/** A whole number up to `max`; `NaN` when unreadable or larger. */
function parseCount(text: string | undefined, fallback: number, max: number): number {
	if (text === undefined) return fallback;
	return /^\d{1,6}$/.test(text) && Number(text) <= max ? Number(text) : Number.NaN;
}

/** Reads a search from a URL's query parameters. */
export function readSearch(query: Readonly<Record<string, string>>): Result<SearchRequest, Problem> {
	const malformed = (detail: string) => refuse(problem("malformed", detail));
	const kind = FILE_KINDS.find((known) => known === query.kind);
	if (query.kind !== undefined && kind === undefined)
		return malformed(`Give \`kind\` as one of ${FILE_KINDS.join(", ")}.`);
	const [from, to] = [parseTime(query.from, false), parseTime(query.to, true)];
	if (Number.isNaN(from) || Number.isNaN(to))
		return malformed(
			"Give `from` and `to` as dates such as 2026-11-21, ISO 8601 times, or milliseconds since 1970.",
		);
	const limit = parseCount(query.limit, DEFAULT_SEARCH_HITS, MAX_SEARCH_HITS);
	const offset = parseCount(query.offset, 0, MAX_SEARCH_OFFSET);
	if (Number.isNaN(limit) || limit === 0 || Number.isNaN(offset))
		return malformed(
			`Give \`limit\` as a number from 1 to ${MAX_SEARCH_HITS}, and \`offset\` as a number up to ${MAX_SEARCH_OFFSET}.`,
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
