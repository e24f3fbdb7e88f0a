import type { Sql, SqlValue } from "../session/store/sql.ts";

/** The actor's SQLite storage as the rooms see it, counting the rows that are written: they are the bill. */
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
