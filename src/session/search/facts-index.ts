import type { FileChange } from "../../protocol/files/change.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import type { Sql } from "../store/sql.ts";

/**
 * The index over the words of facts (`facts.words`), of which it keeps no copy. It is brought up to date by a search and
 * not by the reading of files: each write of an index rewrites its head, and most photos are never looked for.
 */
const TABLES = [
	"CREATE VIRTUAL TABLE IF NOT EXISTS findable USING fts5(words, content='facts', content_rowid='n', tokenize='porter unicode61 remove_diacritics 2')",
	// What is removed from the index goes from its pages too, and is not only marked as gone.
	"INSERT INTO findable (findable, rank) VALUES ('secure-delete', 1)",
];

/** The index's own table of what is in it: a row a file. */
const INDEXED = "(SELECT id FROM findable_docsize)";

const AMONG = "n IN (SELECT value FROM json_each(?))";

/** Which files are found by their facts. */
export class FindableFacts {
	readonly #sql: Sql;
	#there = false;
	/** Whether the files that were complete before this actor woke were looked through. */
	#sought = false;
	/** Files that became complete since the index was brought up to date. */
	#coming = new Set<number>();

	constructor(sql: Sql) {
		this.#sql = sql;
	}

	/** Whether there is an index: a search has found files to put into it. */
	get there(): boolean {
		if (this.#there) return true;
		const found = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'findable'";
		this.#there = this.#sql.exec(found).length > 0;
		return this.#there;
	}

	/** Takes note of what happens to a file. */
	note({ file, state }: FileChange): void {
		if (state === "completed") this.#coming.add(file);
	}

	/** Takes every complete file into the index that is not in it. */
	update({ files }: SessionState): void {
		const waiting = this.#sought ? [...this.#coming] : this.#seek();
		this.#sought = true;
		this.#coming = new Set();
		const complete = waiting.filter((n) => files.get(n)?.state === "completed");
		if (complete.length === 0) return;
		if (!this.there) for (const table of TABLES) this.#sql.exec(table);
		this.#sql.exec(
			`INSERT INTO findable (rowid, words) SELECT n, words FROM facts
			WHERE ${AMONG} AND words IS NOT NULL AND n NOT IN ${INDEXED}`,
			JSON.stringify(complete),
		);
	}

	#seek(): number[] {
		const unless = this.there ? ` AND n NOT IN ${INDEXED}` : "";
		const rows = this.#sql.exec(`SELECT n FROM facts WHERE words IS NOT NULL${unless}`);
		return rows.map(({ n }) => n as number);
	}

	/** Takes files out of the index, before their facts go or are others. */
	drop(files: readonly number[]): void {
		if (files.length === 0 || !this.there) return;
		this.#sql.exec(
			`INSERT INTO findable (findable, rowid, words) SELECT 'delete', n, words FROM facts
			WHERE ${AMONG} AND n IN ${INDEXED}`,
			JSON.stringify(files),
		);
	}
}
