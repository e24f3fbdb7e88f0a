import type { FileKind } from "../../../src/protocol/files/file-state.ts";
import { MAX_QUERY_CHARS } from "../../../src/protocol/text/search.ts";

/** Where is looked. An empty text leaves a filter out; days are as a date field gives them, such as `2026-11-21`. */
export interface SearchFilters {
	readonly kind: FileKind | "";
	/** The key of a batch. */
	readonly batch: string;
	readonly from: string;
	readonly to: string;
}

export const EVERYWHERE: SearchFilters = { kind: "", batch: "", from: "", to: "" };

/** A last word that may be the beginning of another: letters and digits up to the end, behind a blank or at the start. */
const UNFINISHED = /(?:^|\s)([\p{L}\p{N}]{2,})$/u;

/** Whoever is still typing means words that begin so, too. The word itself counts more: it is found twice. */
export function withBeginnings(words: string): string {
	const isInPhrase = (words.match(/"/g)?.length ?? 0) % 2 === 1;
	const last = UNFINISHED.exec(words)?.[1];
	if (last === undefined || last === "OR" || isInPhrase) return words;
	const wider = `${words} OR ${last}*`;
	return wider.length > MAX_QUERY_CHARS ? words : wider;
}

/** The beginning of a day where the person is, so many days later; milliseconds since 1970. */
function startOf(day: string, later = 0): string | undefined {
	const [year, month, date] = day.split("-").map(Number);
	if (year === undefined || month === undefined || date === undefined) return undefined;
	const time = new Date(year, month - 1, date + later).getTime();
	return Number.isNaN(time) ? undefined : String(time);
}

/** The question as the query of `GET /api/session/search`, its hits from `offset` on. */
export function searchQuery(words: string, filters: SearchFilters, offset: number): string {
	const query = new URLSearchParams({ q: withBeginnings(words).trim() });
	const { kind, batch, from, to } = filters;
	const add = (name: string, value: string | undefined) => value && query.set(name, value);
	add("kind", kind);
	add("batch", batch);
	add("from", startOf(from));
	// The whole last day belongs to it.
	add("to", startOf(to, 1));
	if (offset > 0) query.set("offset", String(offset));
	return query.toString();
}
