import type { Sql } from "./sql.ts";

/**
 * The tables of a session; `docs/storage.md` explains each column. Integer primary keys without AUTOINCREMENT and no second
 * index: every index costs one more written row for each row, and rows are what is billed.
 */
const TABLES = [
	"CREATE TABLE IF NOT EXISTS session (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL)",
	"CREATE TABLE IF NOT EXISTS checkpoint (id INTEGER PRIMARY KEY, body TEXT NOT NULL)",
	"CREATE TABLE IF NOT EXISTS frames (slot INTEGER PRIMARY KEY, seq INTEGER NOT NULL, at INTEGER NOT NULL, changes TEXT NOT NULL, notes TEXT)",
	// The words come before the body: SQLite reads a long row only as far as the last column that is asked for.
	"CREATE TABLE IF NOT EXISTS facts (n INTEGER PRIMARY KEY, words TEXT, body TEXT NOT NULL)",
	"CREATE TABLE IF NOT EXISTS uploads (n INTEGER PRIMARY KEY, body TEXT NOT NULL)",
	"CREATE TABLE IF NOT EXISTS parts (id INTEGER PRIMARY KEY, body TEXT NOT NULL)",
	"CREATE TABLE IF NOT EXISTS grants (id INTEGER PRIMARY KEY, body TEXT NOT NULL)",
	"CREATE TABLE IF NOT EXISTS trash (id INTEGER PRIMARY KEY, objects TEXT NOT NULL)",
];

/** Creates the tables of a new session, and adds what an older one lacks. */
export function createTables(sql: Sql): void {
	for (const table of TABLES) sql.exec(table);
	const columns = sql.exec("SELECT name FROM pragma_table_info('facts')");
	// Sessions older than searchable facts lack this column.
	if (!columns.some(({ name }) => name === "words")) sql.exec("ALTER TABLE facts ADD COLUMN words TEXT");
}

/** Whether this actor is a session: one that was never opened, or was removed, has no tables. */
export function hasTables(sql: Sql): boolean {
	return sql.exec("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'session'").length > 0;
}
