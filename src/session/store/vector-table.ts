import type { Sql } from "./sql.ts";

/** The first `chunks` chunks of a file may have vectors in the shared index. */
export interface VectorRow {
	readonly n: number;
	readonly chunks: number;
}

/**
 * Which files may have vectors in the shared index. Marked before the vectors are written and removed after they are deleted,
 * so that no crash leaves vectors that nothing knows of. The table is created with the first vectors.
 */
export class VectorTable {
	readonly #sql: Sql;
	#exists: boolean;
	#pending: number;

	constructor(sql: Sql) {
		this.#sql = sql;
		const found = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'vectors'";
		this.#exists = sql.exec(found).length > 0;
		this.#pending = this.pendingDeletions().length;
	}

	/** Whether any file of this session has vectors. */
	get exists(): boolean {
		return this.#exists && this.#sql.exec("SELECT n FROM vectors WHERE gone = 0 LIMIT 1").length > 0;
	}

	/** Whether vectors wait to be deleted. */
	hasPendingDeletions(): boolean {
		return this.#pending > 0;
	}

	/** The first `chunks` chunks of a file are about to get vectors. */
	mark(n: number, chunks: number): void {
		if (!this.#exists) {
			this.#sql.exec(
				"CREATE TABLE IF NOT EXISTS vectors (n INTEGER PRIMARY KEY, chunks INTEGER NOT NULL, gone INTEGER NOT NULL)",
			);
			this.#exists = true;
		}
		// A file that is read again may have had more vectors before.
		const most = this.#sql.exec("SELECT chunks FROM vectors WHERE n = ?", n)[0]?.chunks as number | undefined;
		const put = "INSERT OR REPLACE INTO vectors (n, chunks, gone) VALUES (?, ?, 0)";
		this.#sql.exec(put, n, Math.max(chunks, most ?? 0));
		this.#pending = this.pendingDeletions().length;
	}

	/** Marks the vectors of these files, or of all, for deletion. */
	markDeleted(files: readonly number[] | "all"): void {
		if (!this.#exists) return;
		if (files === "all") this.#sql.exec("UPDATE vectors SET gone = 1");
		else for (const n of files) this.#sql.exec("UPDATE vectors SET gone = 1 WHERE n = ?", n);
		this.#pending = this.pendingDeletions().length;
	}

	/** Files whose vectors must be deleted. */
	pendingDeletions(): VectorRow[] {
		if (!this.#exists) return [];
		return this.#sql.exec("SELECT n, chunks FROM vectors WHERE gone = 1") as unknown as VectorRow[];
	}

	/** The vectors of a file are deleted. Does nothing if it got new ones meanwhile. */
	confirmDeleted(n: number): void {
		this.#sql.exec("DELETE FROM vectors WHERE n = ? AND gone = 1", n);
		this.#pending = this.pendingDeletions().length;
	}
}
