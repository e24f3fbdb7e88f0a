import { DatabaseSync } from "node:sqlite";
import type { Sql, SqlValue } from "../../../src/session/store/sql.ts";

/** The actor's SQLite as Node has it, in memory, with the transactions that the platform gives. */
export class MemorySql implements Sql {
	readonly #database = new DatabaseSync(":memory:");
	/** Rows that statements have written, as `changes()` counts them: one a row, whatever the platform bills. */
	rowsWritten = 0;

	exec(statement: string, ...bindings: SqlValue[]): readonly Record<string, unknown>[] {
		const prepared = this.#database.prepare(statement);
		if (/^\s*(SELECT|PRAGMA)/i.test(statement)) return prepared.all(...bindings) as Record<string, unknown>[];
		this.rowsWritten += Number(prepared.run(...bindings).changes);
		return [];
	}

	/** All of `work` or nothing. */
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
