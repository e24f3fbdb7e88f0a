import type { Sql } from "./sql.ts";

/**
 * The tables of a session; `docs/storage.md` tells the meaning of each column. Integer primary keys without
 * AUTOINCREMENT and no second index: every index is one more row written for each row, and rows are the bill.
 */
const TABLES = [
	"CREATE TABLE IF NOT EXISTS session (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL)",
	"CREATE TABLE IF NOT EXISTS checkpoint (id INTEGER PRIMARY KEY, body TEXT NOT NULL)",
	"CREATE TABLE IF NOT EXISTS frames (slot INTEGER PRIMARY KEY, seq INTEGER NOT NULL, at INTEGER NOT NULL, changes TEXT NOT NULL, notes TEXT)",
	// The words stand before the body: whoever reads only them does not follow a long row to its end.
	"CREATE TABLE IF NOT EXISTS facts (n INTEGER PRIMARY KEY, words TEXT, body TEXT NOT NULL)",
	"CREATE TABLE IF NOT EXISTS uploads (n INTEGER PRIMARY KEY, body TEXT NOT NULL)",
	"CREATE TABLE IF NOT EXISTS parts (id INTEGER PRIMARY KEY, body TEXT NOT NULL)",
	"CREATE TABLE IF NOT EXISTS grants (id INTEGER PRIMARY KEY, body TEXT NOT NULL)",
	"CREATE TABLE IF NOT EXISTS trash (id INTEGER PRIMARY KEY, objects TEXT NOT NULL)",
];

/** Makes the tables of a new session. */
export function createTables(sql: Sql): void {
	for (const table of TABLES) sql.exec(table);
	const columns = sql.exec("SELECT name FROM pragma_table_info('facts')");
	// A session from before facts could be found by words.
	if (!columns.some(({ name }) => name === "words")) sql.exec("ALTER TABLE facts ADD COLUMN words TEXT");
}

/** Whether this actor ever was a session: one that was never opened, or was forgotten, has no tables. */
export function hasTables(sql: Sql): boolean {
	return sql.exec("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'session'").length > 0;
}
