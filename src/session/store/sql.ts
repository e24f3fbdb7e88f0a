/** What a value of a row may be. */
export type SqlValue = string | number | null;

/** The one method of the actor's SQLite storage that the rooms use. Synchronous, as the platform has it. */
export interface Sql {
	/** Runs one statement and gives its rows; counts what it wrote. */
	exec(statement: string, ...bindings: SqlValue[]): readonly Record<string, unknown>[];
}
