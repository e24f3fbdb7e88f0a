import type { Sql } from "./sql.ts";

/** So many chunks of a file may have vectors in the shared index, the first ones. */
export interface VectorRow {
	readonly n: number;
	readonly chunks: number;
}

/**
 * Which files may have vectors outside of this session. Written before the vectors are, and struck out after they are gone,
 * so that no crash leaves vectors which nobody knows of. The table is made when the first ones are.
 */
export class VectorRows {
	readonly #sql: Sql;
	#there: boolean;
	#gone: number;

	constructor(sql: Sql) {
		this.#sql = sql;
		const found = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'vectors'";
		this.#there = sql.exec(found).length > 0;
		this.#gone = this.gone().length;
	}

	/** Whether any file of this session has vectors. */
	get there(): boolean {
		return this.#there && this.#sql.exec("SELECT n FROM vectors WHERE gone = 0 LIMIT 1").length > 0;
	}

	/** Whether vectors wait to be removed. */
	waiting(): boolean {
		return this.#gone > 0;
	}

	/** So many chunks of a file are going to have vectors. */
	mark(n: number, chunks: number): void {
		if (!this.#there) {
			this.#sql.exec(
				"CREATE TABLE IF NOT EXISTS vectors (n INTEGER PRIMARY KEY, chunks INTEGER NOT NULL, gone INTEGER NOT NULL)",
			);
			this.#there = true;
		}
		// Of a file that is read anew the vectors of before may be more than those of now.
		const most = this.#sql.exec("SELECT chunks FROM vectors WHERE n = ?", n)[0]?.chunks as number | undefined;
		const put = "INSERT OR REPLACE INTO vectors (n, chunks, gone) VALUES (?, ?, 0)";
		this.#sql.exec(put, n, Math.max(chunks, most ?? 0));
		this.#gone = this.gone().length;
	}

	/** The vectors of these files, or of all, must go. */
	drop(files: readonly number[] | "all"): void {
		if (!this.#there) return;
		if (files === "all") this.#sql.exec("UPDATE vectors SET gone = 1");
		else for (const n of files) this.#sql.exec("UPDATE vectors SET gone = 1 WHERE n = ?", n);
		this.#gone = this.gone().length;
	}

	/** What must go. */
	gone(): VectorRow[] {
		if (!this.#there) return [];
		return this.#sql.exec("SELECT n, chunks FROM vectors WHERE gone = 1") as unknown as VectorRow[];
	}

	/** The vectors of a file are gone, unless it got new ones meanwhile. */
	strike(n: number): void {
		this.#sql.exec("DELETE FROM vectors WHERE n = ? AND gone = 1", n);
		this.#gone = this.gone().length;
	}
}
