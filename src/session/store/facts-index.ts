import type { FileChange } from "../../protocol/files/change.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import type { Sql } from "./sql.ts";

/**
 * The full-text index over `facts.words`, of which it keeps no copy (external content). It is updated by a search and not by
 * the reading of files: each write to an FTS5 index rewrites its structure record, and most photos are never searched for.
 */
const TABLES = [
	"CREATE VIRTUAL TABLE IF NOT EXISTS findable USING fts5(words, content='facts', content_rowid='n', tokenize='porter unicode61 remove_diacritics 2')",
	// Removed text is overwritten in the index's pages, not only marked as deleted.
	"INSERT INTO findable (findable, rank) VALUES ('secure-delete', 1)",
];

/** FTS5's own table of what is indexed: a row for each file. */
const INDEXED = "(SELECT id FROM findable_docsize)";

const AMONG = "n IN (SELECT value FROM json_each(?))";

/** Which files a search finds by their facts. */
export class FactsIndex {
	readonly #sql: Sql;
	#exists = false;
	/** Whether files that were complete before this actor woke have been indexed. */
	#scanned = false;
	/** Files completed since the index was last updated. */
	#completed = new Set<number>();

	constructor(sql: Sql) {
		this.#sql = sql;
	}

	/** Whether the index exists: it is created by the first search that has something to index. */
	get exists(): boolean {
		if (this.#exists) return true;
		const found = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'findable'";
		this.#exists = this.#sql.exec(found).length > 0;
		return this.#exists;
	}

	onChange({ file, state }: FileChange): void {
		if (state === "completed") this.#completed.add(file);
	}

	/** Indexes every complete file that is not indexed yet. */
	update({ files }: SessionState): void {
		const waiting = this.#scanned ? [...this.#completed] : this.#scan();
		this.#scanned = true;
		this.#completed = new Set();
		const complete = waiting.filter((n) => files.get(n)?.state === "completed");
		if (complete.length === 0) return;
		if (!this.exists) for (const table of TABLES) this.#sql.exec(table);
		this.#sql.exec(
			`INSERT INTO findable (rowid, words) SELECT n, words FROM facts
			WHERE ${AMONG} AND words IS NOT NULL AND n NOT IN ${INDEXED}`,
			JSON.stringify(complete),
		);
	}

	#scan(): number[] {
		const unless = this.exists ? ` AND n NOT IN ${INDEXED}` : "";
		const rows = this.#sql.exec(`SELECT n FROM facts WHERE words IS NOT NULL${unless}`);
		return rows.map(({ n }) => n as number);
	}

	/** Removes files from the index. Call it before their facts are removed or replaced. */
	drop(files: readonly number[]): void {
		if (files.length === 0 || !this.exists) return;
		this.#sql.exec(
			`INSERT INTO findable (findable, rowid, words) SELECT 'delete', n, words FROM facts
			WHERE ${AMONG} AND n IN ${INDEXED}`,
			JSON.stringify(files),
		);
	}
}
