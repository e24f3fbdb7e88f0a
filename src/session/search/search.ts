import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { FileKind } from "../../protocol/files/file-state.ts";
import type { Problem } from "../../protocol/problem.ts";
import { ok, type Result } from "../../protocol/result.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import type { SearchHit, SearchReply } from "../../protocol/text/search.ts";
import type { Sql } from "../store/sql.ts";
import { chunkOf, ROWS_PER_FILE, type TextTables } from "../store/text-tables.ts";
import type { FindableFacts } from "./facts-index.ts";
import { fuseRanks } from "./rank-fusion.ts";
import { parseQuery } from "./search-query.ts";

/** What is looked for, and where. */
export interface Search {
	readonly query: string;
	/** The key of a batch. */
	readonly batch?: string;
	readonly kind?: FileKind;
	/** Files of this time and later, and before that; milliseconds since 1970. */
	readonly from?: number;
	readonly to?: number;
	readonly limit: number;
	readonly offset: number;
}

/** A heading above a chunk says more of it than any of its words. */
const HEADING_WEIGHT = 2;

/** Words around what was found. */
const SNIPPET_TOKENS = 40;

/** Marks in a snippet as the index gives it; no text has them, for control characters are taken out of it. */
const [MARK_OPEN, MARK_CLOSE] = ["\u0002", "\u0003"];

function snippetOf(table: string, column: number): string {
	return `snippet(${table}, ${column}, '${MARK_OPEN}', '${MARK_CLOSE}', '…', ${SNIPPET_TOKENS}) AS snippet`;
}

/** One index, and how it is asked: what matches, only in some files, the best first. */
interface Index {
	readonly find: string;
	readonly among: string;
	readonly bestFirst: string;
}

/** Documents and what is said in recordings. */
const TEXT: Index = {
	find: `
		SELECT chunks.*, search.rowid / ${ROWS_PER_FILE} AS file, search.rank AS score, ${snippetOf("search", 1)}
		FROM search JOIN chunks ON chunks.id = search.rowid
		WHERE search MATCH ? AND search.rank MATCH 'bm25(${HEADING_WEIGHT}.0, 1.0)'`,
	among: ` AND search.rowid / ${ROWS_PER_FILE} IN (SELECT value FROM json_each(?))`,
	bestFirst: " ORDER BY search.rank LIMIT ?",
};

/** A chunk that was found by what it means has no words that were looked for: its beginning is shown. */
const OPENING = `
	SELECT chunks.*, id / ${ROWS_PER_FILE} AS file, 0 AS score, substr(text, 1, 300) AS snippet
	FROM chunks WHERE id IN (SELECT value FROM json_each(?))`;

/** What photos and recordings tell of themselves. */
const FACTS: Index = {
	find: `
		SELECT findable.rowid AS file, findable.rank AS score, ${snippetOf("findable", 0)}
		FROM findable WHERE findable MATCH ?`,
	among: " AND findable.rowid IN (SELECT value FROM json_each(?))",
	bestFirst: " ORDER BY findable.rank LIMIT ?",
};

/** What a session can be searched for. */
export interface Searched {
	readonly text: TextTables;
	readonly findable: FindableFacts;
	readonly state: SessionState;
}

/**
 * Looks for words in all text of a session, and in what its photos tell. `near` are rows of chunks that mean about what was
 * asked, the nearest first, where somebody knows: they are joined with those that have the words.
 */
export function searchText(
	sql: Sql,
	{ text, findable, state }: Searched,
	search: Search,
	near: readonly number[] = [],
): Result<SearchReply, Problem> {
	const query = parseQuery(search.query);
	if (!query.ok) return query;
	findable.update(state);
	const { all, some } = query.value;
	const { limit, offset } = search;
	const files = filesFor(state, search);
	const filter = files === undefined ? [] : [JSON.stringify(files)];
	// Either index may have all of the best, so each is asked for all of them.
	const best = offset + limit + 1;
	const ask = ({ find, among, bestFirst }: Index, expression: string) =>
		sql.exec(find + (files === undefined ? "" : among) + bestFirst, expression, ...filter, best);
	const find = (expression: string) =>
		[...(text.there ? ask(TEXT, expression) : []), ...(findable.there ? ask(FACTS, expression) : [])].sort(
			(one, other) => (one.score as number) - (other.score as number),
		);
	let rows = find(all);
	// A question in whole sentences: no text has every word of it.
	const partly = some !== undefined && rows.length === 0;
	if (partly) rows = find(some);
	if (near.length > 0) rows = fused(sql, rows, near.filter(isAmong(state, files)));
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

/** Rows that have the words and rows that mean it, as one ranking. */
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

/** The numbers of the files that the filters leave; nothing where no filter was given. */
function filesFor(state: SessionState, { batch, kind, from, to }: Search): number[] | undefined {
	if (batch === undefined && kind === undefined && from === undefined && to === undefined) return undefined;
	const number = batch === undefined ? undefined : (state.keys.get(batch) ?? 0);
	const fits = (file: FileRecord) =>
		(number === undefined || file.batch === number) &&
		(kind === undefined || file.kind === kind) &&
		(from === undefined || timeOf(file) >= from) &&
		(to === undefined || timeOf(file) < to);
	return [...state.files.values()].filter(fits).map(({ n }) => n);
}

/** When a file was changed, as far as its sender told; else when it came. */
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

/** Takes the marks out of a snippet and says where they stood. */
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
