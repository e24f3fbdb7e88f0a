import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { FileKind } from "../../protocol/files/file-state.ts";
import type { SearchHit, SearchReply } from "../../protocol/http/search.ts";
import type { Problem } from "../../protocol/problem.ts";
import { ok, type Result } from "../../protocol/result.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import type { FactsIndex } from "../store/facts-index.ts";
import type { Sql } from "../store/sql.ts";
import { chunkOf, ROWS_PER_FILE, type TextTables } from "../store/text-tables.ts";
import { fuseRanks } from "./rank-fusion.ts";
import { parseQuery } from "./search-query.ts";

/** A search and its filters. */
export interface SearchRequest {
	readonly query: string;
	/** The key of a batch. */
	readonly batch?: string;
	readonly kind?: FileKind;
	/** Only files from this time on, and before that one; milliseconds since 1970. */
	readonly from?: number;
	readonly to?: number;
	readonly limit: number;
	readonly offset: number;
}

/** A heading says more about its chunk than any word in it. */
const HEADING_WEIGHT = 2;

/** Words of a snippet. */
const SNIPPET_TOKENS = 40;

/** Marks that the index puts into snippets; no text contains them, because extraction removes control characters. */
const [MARK_OPEN, MARK_CLOSE] = ["\u0002", "\u0003"];

function snippetOf(table: string, column: number): string {
	return `snippet(${table}, ${column}, '${MARK_OPEN}', '${MARK_CLOSE}', '…', ${SNIPPET_TOKENS}) AS snippet`;
}

/** One full-text index, as pieces of its query: what matches, only in some files, best first. */
interface Index {
	readonly find: string;
	readonly among: string;
	readonly bestFirst: string;
}

/** Text of documents and recordings. */
const TEXT: Index = {
	find: `
		SELECT chunks.*, search.rowid / ${ROWS_PER_FILE} AS file, search.rank AS score, ${snippetOf("search", 1)}
		FROM search JOIN chunks ON chunks.id = search.rowid
		WHERE search MATCH ? AND search.rank MATCH 'bm25(${HEADING_WEIGHT}.0, 1.0)'`,
	among: ` AND search.rowid / ${ROWS_PER_FILE} IN (SELECT value FROM json_each(?))`,
	bestFirst: " ORDER BY search.rank LIMIT ?",
};

/** A chunk found by its meaning may have none of the words: its beginning is shown. */
const OPENING = `
	SELECT chunks.*, id / ${ROWS_PER_FILE} AS file, 0 AS score, substr(text, 1, 300) AS snippet
	FROM chunks WHERE id IN (SELECT value FROM json_each(?))`;

/** Facts of photos and recordings. */
const FACTS: Index = {
	find: `
		SELECT findable.rowid AS file, findable.rank AS score, ${snippetOf("findable", 0)}
		FROM findable WHERE findable MATCH ?`,
	among: " AND findable.rowid IN (SELECT value FROM json_each(?))",
	bestFirst: " ORDER BY findable.rank LIMIT ?",
};

/** What a search looks through. */
export interface SearchSources {
	readonly text: TextTables;
	readonly factsIndex: FactsIndex;
	readonly state: SessionState;
}

/**
 * Searches all text of a session and the facts of its photos. `nearest` are rows of chunks that mean about what was asked,
 * nearest first, where an index of meanings answered: they are fused with the rows that contain the words.
 */
export function searchText(
	sql: Sql,
	{ text, factsIndex, state }: SearchSources,
	search: SearchRequest,
	nearest: readonly number[] = [],
): Result<SearchReply, Problem> {
	const query = parseQuery(search.query);
	if (!query.ok) return query;
	factsIndex.update(state);
	const { all, some } = query.value;
	const { limit, offset } = search;
	const files = filesFor(state, search);
	const filter = files === undefined ? [] : [JSON.stringify(files)];
	// All of the best may come from one index, so each is asked for that many.
	const best = offset + limit + 1;
	const ask = ({ find, among, bestFirst }: Index, expression: string) =>
		sql.exec(find + (files === undefined ? "" : among) + bestFirst, expression, ...filter, best);
	const find = (expression: string) =>
		[
			...(text.exists ? ask(TEXT, expression) : []),
			...(factsIndex.exists ? ask(FACTS, expression) : []),
		].sort((one, other) => (one.score as number) - (other.score as number));
	let rows = find(all);
	// A question in whole sentences: no text contains all of its words.
	const partly = some !== undefined && rows.length === 0;
	if (partly) rows = find(some);
	if (nearest.length > 0) rows = fused(sql, rows, nearest.filter(isAmong(state, files)));
	const hits = rows.slice(offset, offset + limit).flatMap((row) => hitOf(row, state));
	return ok({
		hits,
		more: rows.length > offset + limit,
		...(partly && hits.length > 0 && { partly: true as const }),
	});
}

type Row = Record<string, unknown>;

/** A chunk by its row; a file by its number, made negative. */
function rankedAs({ id, file }: Row): number {
	return id === undefined ? -(file as number) : (id as number);
}

/** Rows that contain the words and rows that mean the same, as one ranking. */
function fused(sql: Sql, rows: readonly Row[], near: readonly number[]): Row[] {
	const known = new Map(rows.map((row) => [rankedAs(row), row]));
	const others = near.filter((id) => !known.has(id));
	for (const row of sql.exec(OPENING, JSON.stringify(others))) known.set(row.id as number, row);
	return fuseRanks(rows.map(rankedAs), near).flatMap(({ id, score }) => {
		const row = known.get(id);
		// As `search.rank` has it: the smaller, the better.
		return row === undefined ? [] : [{ ...row, score: -score }];
	});
}

function isAmong(state: SessionState, files: readonly number[] | undefined): (row: number) => boolean {
	const among = files && new Set(files);
	return (row) => {
		const n = Math.floor(row / ROWS_PER_FILE);
		return state.files.has(n) && (among === undefined || among.has(n));
	};
}

/** Numbers of the files that pass the filters; `undefined` when there is no filter. */
function filesFor(state: SessionState, { batch, kind, from, to }: SearchRequest): number[] | undefined {
	if (batch === undefined && kind === undefined && from === undefined && to === undefined) return undefined;
	const number = batch === undefined ? undefined : (state.keys.get(batch) ?? 0);
	const fits = (file: FileRecord) =>
		(number === undefined || file.batch === number) &&
		(kind === undefined || file.kind === kind) &&
		(from === undefined || timeOf(file) >= from) &&
		(to === undefined || timeOf(file) < to);
	return [...state.files.values()].filter(fits).map(({ n }) => n);
}

/** When a file was modified, if its sender said so; else when it last changed here. */
function timeOf({ lastModified, at }: FileRecord): number {
	return lastModified ?? at;
}

function hitOf(row: Record<string, unknown>, state: SessionState): SearchHit[] {
	const n = row.file as number;
	const file = state.files.get(n);
	if (file === undefined) return [];
	const chunk = row.id === undefined ? undefined : chunkOf(row);
	const { text, marks } = unmarked(row.snippet as string);
	return [
		{
			file: n,
			name: file.name,
			batch: state.batches.get(file.batch)?.key ?? "",
			...(file.kind && { kind: file.kind }),
			...(chunk && { chunk: chunk.index }),
			place: chunk?.place ?? {},
			snippet: text,
			marks,
			score: Number((-(row.score as number)).toPrecision(6)),
		},
	];
}

/** Removes the marks from a snippet and returns where they were. */
function unmarked(snippet: string): { text: string; marks: [number, number][] } {
	const marks: [number, number][] = [];
	let text = "";
	for (const [index, piece] of snippet.split(MARK_OPEN).entries()) {
		const [marked = "", rest] = piece.split(MARK_CLOSE);
		if (index > 0 && rest !== undefined) marks.push([text.length, text.length + marked.length]);
		text += marked + (rest ?? "");
	}
	return { text, marks };
}
