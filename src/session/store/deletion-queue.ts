import type { Half } from "../rpc/upload-rpc.ts";
import type { Sql } from "./sql.ts";

/** Something in storage that must go: an object by its name, or what a half upload left. */
export type Litter = string | Half;

/**
 * What must go out of storage. It is written in the transaction that ends their file, and struck out once
 * storage has removed it, so that no crash leaves bytes which nobody knows of.
 */
export class Trash {
	readonly #sql: Sql;
	#rows: number;

	constructor(sql: Sql) {
		this.#sql = sql;
		this.#rows = this.list().length;
	}

	/** Whether anything waits to be removed. */
	waiting(): boolean {
		return this.#rows > 0;
	}

	/** One row, however many objects a command frees. */
	put(objects: readonly Litter[]): void {
		if (objects.length === 0) return;
		this.#sql.exec("INSERT INTO trash (objects) VALUES (?)", JSON.stringify(objects));
		this.#rows += 1;
	}

	/** What still waits to be removed. */
	list(): { id: number; objects: Litter[] }[] {
		return this.#sql
			.exec("SELECT id, objects FROM trash ORDER BY id")
			.map((row) => ({ id: row.id as number, objects: JSON.parse(row.objects as string) as Litter[] }));
	}

	/** Strikes out a row whose objects are gone. */
	strike(id: number): void {
		// Two who empty the trash at once both strike what both have listed; only one of them finds it.
		if (this.#sql.exec("SELECT id FROM trash WHERE id = ?", id).length === 0) return;
		this.#sql.exec("DELETE FROM trash WHERE id = ?", id);
		this.#rows -= 1;
	}
}
