import { DatabaseSync } from "node:sqlite";
import type { Sql, SqlValue } from "../../../src/session/store/sql.ts";

/** The actor's SQLite, in memory by `node:sqlite`, with the platform's transactions. */
export class MemorySql implements Sql {
	readonly #database = new DatabaseSync(":memory:");
	/** Rows written, as SQLite's `changes()` counts them; the platform may bill more, for instance for indexes. */
	rowsWritten = 0;

	exec(statement: string, ...bindings: SqlValue[]): readonly Record<string, unknown>[] {
		const prepared = this.#database.prepare(statement);
		if (/^\s*(SELECT|PRAGMA)/i.test(statement)) return prepared.all(...bindings) as Record<string, unknown>[];
		this.rowsWritten += Number(prepared.run(...bindings).changes);
		return [];
	}

	/** Runs `work` in a transaction: all of it is stored, or nothing. */
	transaction(work: () => void): void {
		this.#database.exec("BEGIN");
		try {
			work();
			this.#database.exec("COMMIT");
		} catch (error) {
			this.#database.exec("ROLLBACK");
			throw error;
		}
	}
}
