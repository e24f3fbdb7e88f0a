import type { FileKind } from "../../../src/protocol/files/file-state.ts";
import { MAX_QUERY_CHARS } from "../../../src/protocol/limits.ts";

/** Search filters. An empty string turns a filter off; days are formatted as by a date input, such as `2026-11-21`. */
export interface SearchFilters {
	readonly kind: FileKind | "";
	/** A batch key. */
	readonly batch: string;
	readonly from: string;
	readonly to: string;
}

export const NO_FILTERS: SearchFilters = { kind: "", batch: "", from: "", to: "" };

/** A last word that may be incomplete: two or more letters and digits at the end, after a blank or at the start. */
const LAST_WORD = /(?:^|\s)([\p{L}\p{N}]{2,})$/u;

/**
 * Also matches words that begin with the last one, because it may not be typed to its end. The complete word ranks
 * higher, because it matches twice.
 */
export function withPrefixMatch(words: string): string {
	const isInPhrase = (words.match(/"/g)?.length ?? 0) % 2 === 1;
	const last = LAST_WORD.exec(words)?.[1];
	if (last === undefined || last === "OR" || isInPhrase) return words;
	const expanded = `${words} OR ${last}*`;
	return expanded.length > MAX_QUERY_CHARS ? words : expanded;
}

/** The local start of a day plus `later` days, in milliseconds since 1970. */
function startOfDay(day: string, later = 0): string | undefined {
	const [year, month, date] = day.split("-").map(Number);
	if (year === undefined || month === undefined || date === undefined) return undefined;
	const time = new Date(year, month - 1, date + later).getTime();
	return Number.isNaN(time) ? undefined : String(time);
}

/** The query string of `GET /api/session/search`, for hits from `offset` on. */
export function searchQuery(words: string, filters: SearchFilters, offset: number): string {
	const query = new URLSearchParams({ q: withPrefixMatch(words).trim() });
	const { kind, batch, from, to } = filters;
	const add = (name: string, value: string | undefined) => value && query.set(name, value);
	add("kind", kind);
	add("batch", batch);
	add("from", startOfDay(from));
	// The last day is included.
	add("to", startOfDay(to, 1));
	if (offset > 0) query.set("offset", String(offset));
	return query.toString();
}
