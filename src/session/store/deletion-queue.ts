import type { OpenMultipart } from "../rules/upload-protocol.ts";
import type { Sql } from "./sql.ts";

/** Something that must go from storage: an object by its name, or what an unfinished upload left. */
export type DeletionEntry = string | OpenMultipart;

/** An entry as its row spells it. */
type StoredEntry = string | (Omit<OpenMultipart, "tailPrefix"> & { readonly restPrefix: string | null });

function toRow(entry: DeletionEntry): StoredEntry {
	if (typeof entry === "string") return entry;
	const { tailPrefix: restPrefix, ...same } = entry;
	return { ...same, restPrefix };
}

function fromRow(entry: StoredEntry): DeletionEntry {
	if (typeof entry === "string") return entry;
	const { restPrefix: tailPrefix, ...same } = entry;
	return { ...same, tailPrefix };
}

/**
 * What must be deleted from storage. An entry is written in the transaction that ends its file and confirmed once storage has
 * deleted it, so no crash leaves bytes that nothing knows of.
 */
export class DeletionQueue {
	readonly #sql: Sql;
	#rows: number;

	constructor(sql: Sql) {
		this.#sql = sql;
		this.#rows = this.pending().length;
	}

	hasPending(): boolean {
		return this.#rows > 0;
	}

	/** Adds one row, however many objects a command frees. */
	enqueue(entries: readonly DeletionEntry[]): void {
		if (entries.length === 0) return;
		this.#sql.exec("INSERT INTO trash (objects) VALUES (?)", JSON.stringify(entries.map(toRow)));
		this.#rows += 1;
	}

	/** Everything that still has to be deleted, oldest first. */
	pending(): { id: number; entries: DeletionEntry[] }[] {
		return this.#sql.exec("SELECT id, objects FROM trash ORDER BY id").map(({ id, objects }) => {
			const entries = JSON.parse(objects as string) as StoredEntry[];
			return { id: id as number, entries: entries.map(fromRow) };
		});
	}

	/** Removes a row whose entries are deleted. */
	confirmDeleted(id: number): void {
		// Two drains at once both confirm what both have listed; only one of them still finds the row.
		if (this.#sql.exec("SELECT id FROM trash WHERE id = ?", id).length === 0) return;
		this.#sql.exec("DELETE FROM trash WHERE id = ?", id);
		this.#rows -= 1;
	}
}
