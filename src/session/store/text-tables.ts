import type { Chunk, TextLocation } from "../../protocol/text/chunk.ts";
import type { Sql } from "./sql.ts";
import { VectorTable } from "./vector-table.ts";

/**
 * The text of documents: the progress of each reading, extracted text, chunks, and the full-text index over them. The tables
 * are created with the first document, so sessions of photos do not pay for them. `docs/storage.md` explains each column.
 */
const TABLES = [
	"CREATE TABLE IF NOT EXISTS readings (n INTEGER PRIMARY KEY, note TEXT, sheaves INTEGER NOT NULL, chunks INTEGER NOT NULL, searchable INTEGER NOT NULL)",
	"CREATE TABLE IF NOT EXISTS texts (id INTEGER PRIMARY KEY, body TEXT NOT NULL)",
	"CREATE TABLE IF NOT EXISTS chunks (id INTEGER PRIMARY KEY, start INTEGER NOT NULL, tokens INTEGER NOT NULL, place TEXT NOT NULL, headings TEXT NOT NULL, text TEXT NOT NULL)",
	"CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(headings, text, content='chunks', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2')",
	// Removed text is overwritten in the index's pages, not only marked as deleted.
	"INSERT INTO search (search, rank) VALUES ('secure-delete', 1)",
];

/** Row ids of one file in `texts` and `chunks` start at its number times this. */
export const ROWS_PER_FILE = 0x10000;

/** The progress of reading one file. */
export interface ReadingProgress {
	/** JSON text of the extraction's own state. */
	readonly note: string | null;
	/** Batches of extracted text that wait to be cut into chunks. */
	readonly textBatches: number;
	readonly chunks: number;
	/** The first this many chunks can be searched. */
	readonly searchable: number;
}

const NOTHING_READ: ReadingProgress = { note: null, textBatches: 0, chunks: 0, searchable: 0 };

/** Where a run of chunks begins: at a number, at the chunk with a character of the text, or with a page. */
export type ChunksFrom = number | { readonly character: number } | { readonly page: number };

/** The tables of text in one session. */
export class TextTables {
	/** Which files may have vectors in the semantic index. */
	readonly vectors: VectorTable;
	readonly #sql: Sql;
	#there = false;

	constructor(sql: Sql) {
		this.#sql = sql;
		this.vectors = new VectorTable(sql);
	}

	/** Whether this session ever held text. */
	get exists(): boolean {
		if (this.#there) return true;
		const found = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'search'";
		this.#there = this.#sql.exec(found).length > 0;
		return this.#there;
	}

	#create(): void {
		if (this.exists) return;
		for (const table of TABLES) this.#sql.exec(table);
	}

	progressOf(n: number): ReadingProgress {
		if (!this.exists) return NOTHING_READ;
		const row = this.#sql.exec(
			"SELECT note, sheaves AS textBatches, chunks, searchable FROM readings WHERE n = ?",
			n,
		)[0];
		return row === undefined ? NOTHING_READ : (row as unknown as ReadingProgress);
	}

	saveProgress(n: number, { note, textBatches, chunks, searchable }: ReadingProgress): void {
		this.#create();
		const put =
			"INSERT OR REPLACE INTO readings (n, note, sheaves, chunks, searchable) VALUES (?, ?, ?, ?, ?)";
		this.#sql.exec(put, n, note, textBatches, chunks, searchable);
	}

	putTextBatch(n: number, index: number, body: string): void {
		this.#create();
		this.#sql.exec("INSERT OR REPLACE INTO texts (id, body) VALUES (?, ?)", n * ROWS_PER_FILE + index, body);
	}

	textBatch(n: number, index: number): string | undefined {
		const row = this.#sql.exec("SELECT body FROM texts WHERE id = ?", n * ROWS_PER_FILE + index)[0];
		return row?.body as string | undefined;
	}

	dropTextBatches(n: number): void {
		this.#sql.exec("DELETE FROM texts WHERE id >= ? AND id < ?", ...rowsOf(n));
	}

	putChunk(n: number, { index, start, tokens, place, text }: Chunk): void {
		this.#create();
		const { headings = [], ...where } = place;
		this.#sql.exec(
			"INSERT OR REPLACE INTO chunks (id, start, tokens, place, headings, text) VALUES (?, ?, ?, ?, ?, ?)",
			n * ROWS_PER_FILE + index,
			start,
			tokens,
			JSON.stringify(where),
			headings.join(HEADING_MARK),
			text,
		);
	}

	/** At most `count` chunks of a file from number `from`. */
	chunks(n: number, from: number, count: number): Chunk[] {
		if (!this.exists) return [];
		const [first, end] = rowsOf(n);
		const rows = this.#sql.exec(
			"SELECT id, start, tokens, place, headings, text FROM chunks WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
			first + from,
			end,
			count,
		);
		return rows.map(chunkOf);
	}

	/** The number of the chunk at a place of a file's text, or of the first one behind it. */
	chunkAt(n: number, from: ChunksFrom): number {
		if (typeof from === "number") return from;
		if (!this.exists) return 0;
		const [first, end] = rowsOf(n);
		const [row] =
			"page" in from
				? this.#sql.exec(
						"SELECT min(id) AS id FROM chunks WHERE id >= ? AND id < ? AND json_extract(place, '$.page') >= ?",
						first,
						end,
						from.page,
					)
				: this.#sql.exec(
						"SELECT max(id) AS id FROM chunks WHERE id >= ? AND id < ? AND start <= ?",
						first,
						end,
						from.character,
					);
		const id = row?.id;
		return typeof id === "number" ? id - first : this.progressOf(n).chunks;
	}

	/** Makes chunks searchable: numbers `from` up to but not including `to`. */
	makeSearchable(n: number, from: number, to: number): void {
		const first = n * ROWS_PER_FILE;
		const copy =
			"INSERT INTO search (rowid, headings, text) SELECT id, headings, text FROM chunks WHERE id >= ? AND id < ?";
		this.#sql.exec(copy, first + from, first + to);
	}

	/** Removes all text of these files, and its words from the index. */
	drop(files: readonly number[]): void {
		if (files.length === 0 || !this.exists) return;
		this.vectors.markDeleted(files);
		for (const n of files) {
			const [first, end] = rowsOf(n);
			if (this.#sql.exec("SELECT n FROM readings WHERE n = ?", n).length === 0) continue;
			const { searchable } = this.progressOf(n);
			const forget =
				"INSERT INTO search (search, rowid, headings, text) SELECT 'delete', id, headings, text FROM chunks WHERE id >= ? AND id < ?";
			if (searchable > 0) this.#sql.exec(forget, first, first + searchable);
			this.#sql.exec("DELETE FROM chunks WHERE id >= ? AND id < ?", first, end);
			this.dropTextBatches(n);
			this.#sql.exec("DELETE FROM readings WHERE n = ?", n);
		}
	}
}

/** Separates the headings of a path in one column, which the index reads as text. */
export const HEADING_MARK = "\n";

/** A row of `chunks` as a chunk. */
export function chunkOf(row: Record<string, unknown>): Chunk {
	const where = JSON.parse(row.place as string) as TextLocation;
	const headings = row.headings as string;
	const text = row.text as string;
	const start = row.start as number;
	return {
		index: (row.id as number) % ROWS_PER_FILE,
		start,
		end: start + text.length,
		tokens: row.tokens as number,
		place: headings === "" ? where : { ...where, headings: headings.split(HEADING_MARK) },
		text,
	};
}

function rowsOf(n: number): [number, number] {
	return [n * ROWS_PER_FILE, (n + 1) * ROWS_PER_FILE];
}
