import type { ConnectionStatistics } from "../protocol/stream/statistics.ts";
import { type SessionRow, saveSessionRow } from "../session/store/session-row.ts";
import type { Sql } from "../session/store/sql.ts";

/** The session's row, with its saved values at hand. */
export class SavedRow {
	readonly #sql: Sql;
	readonly #connections: () => ConnectionStatistics;
	#present: SessionRow;

	/** `connections` are saved along with every change. */
	constructor(sql: Sql, present: SessionRow, connections: () => ConnectionStatistics) {
		this.#sql = sql;
		this.#present = present;
		this.#connections = connections;
	}

	get present(): SessionRow {
		return this.#present;
	}

	/** Changes some values and writes the row. */
	save(changes: Partial<SessionRow>): void {
		this.#present = { ...this.#present, connections: this.#connections(), ...changes };
		saveSessionRow(this.#sql, this.#present);
	}
}
