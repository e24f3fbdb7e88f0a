import type { Sql, SqlValue } from "../session/store/sql.ts";

/** The actor's SQLite, counting the rows it writes: they are what is billed. */
export class CountedSql implements Sql {
	rowsWritten = 0;
	readonly #storage: SqlStorage;

	constructor(storage: SqlStorage) {
		this.#storage = storage;
	}

	exec(statement: string, ...bindings: SqlValue[]): readonly Record<string, unknown>[] {
		const cursor = this.#storage.exec(statement, ...bindings);
		const rows = cursor.toArray();
		this.rowsWritten += cursor.rowsWritten;
		return rows;
	}
}
