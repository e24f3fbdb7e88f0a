import { PARTS_PER_ROW } from "../limits.ts";
import type { Part } from "../rpc/upload-rpc.ts";
import type { Upload } from "../rules/upload-rules.ts";
import type { Sql } from "./sql.ts";

/** Rows of `parts` that one upload may have: ids of different uploads never meet. 10,000 parts need 157. */
const ROWS_PER_UPLOAD = 256;

/**
 * The rows of resumable uploads, two tables with integer keys:
 *
 * - `uploads (n, body)`: one row an upload, in JSON; written when a writer begins on a large one, when parts were stored,
 *   when a body ended. A finished upload keeps its row, for what HEAD must tell, until its file goes.
 * - `parts (id, body)`: the etags of older parts, 64 a row (`id` = upload × 256 + row), so that a commit in an upload of
 *   10,000 parts writes two short rows and not half a megabyte. Gone once the upload is whole.
 *
 * Uploads that are not whole stand in memory, the one that changed longest ago first. What was put here is written
 * with the frame of the same tick.
 */
export class Uploads {
	readonly #sql: Sql;
	readonly #open = new Map<number, Upload>();
	readonly #changed = new Map<number, Upload | undefined>();
	/** Part rows to write, by id; `undefined` to remove. */
	readonly #partRows = new Map<number, string | undefined>();
	/** Final uploads by the header that they were created with, for clients that did not hear the answer. */
	readonly #finals = new Map<string, number>();
	#lowest = 0;

	constructor(sql: Sql) {
		this.#sql = sql;
		const uploads = sql
			.exec("SELECT n, body FROM uploads")
			.map((row) => JSON.parse(row.body as string) as Upload);
		for (const upload of uploads.sort((a, b) => a.changedAt - b.changedAt)) {
			this.#lowest = Math.min(this.#lowest, upload.n);
			if (isOpen(upload)) this.#open.set(upload.n, upload);
			if (isFinal(upload)) this.#finals.set(upload.concat, upload.n);
		}
	}

	/** An upload, as it will be once the present tick is written. */
	get(n: number): Upload | undefined {
		if (this.#changed.has(n)) return this.#changed.get(n);
		const open = this.#open.get(n);
		if (open) return open;
		const row = this.#sql.exec("SELECT body FROM uploads WHERE n = ?", n)[0];
		return row === undefined ? undefined : (JSON.parse(row.body as string) as Upload);
	}

	/** The uploads that still want something: bytes, or a final upload. The one that changed longest ago first. */
	open(): Iterable<Upload> {
		return this.#open.values();
	}

	/** The final upload that was created with this header, be it whole or not. */
	final(header: string): Upload | undefined {
		const n = this.#finals.get(header);
		return n === undefined ? undefined : this.get(n);
	}

	/** A number for a partial upload: below 0, and by the clock never one that an earlier partial upload had. */
	partialNumber(now: number): number {
		this.#lowest = Math.min(this.#lowest - 1, -now);
		return this.#lowest;
	}

	/** Keeps an upload; older etags go into rows of their own. */
	put(upload: Upload): void {
		let { young } = upload;
		while (young.length >= PARTS_PER_ROW) {
			const row = Math.floor((upload.parts - young.length) / PARTS_PER_ROW);
			this.#partRows.set(upload.n * ROWS_PER_UPLOAD + row, JSON.stringify(young.slice(0, PARTS_PER_ROW)));
			young = young.slice(PARTS_PER_ROW);
		}
		if (upload.whole) {
			this.#dropParts(upload);
			young = [];
		}
		const kept = { ...upload, young };
		this.#open.delete(upload.n);
		if (isOpen(kept)) this.#open.set(upload.n, kept);
		if (isFinal(kept)) this.#finals.set(kept.concat, kept.n);
		this.#changed.set(upload.n, kept);
	}

	/** Forgets an upload; answers what it was. */
	drop(n: number): Upload | undefined {
		const upload = this.get(n);
		if (upload === undefined) return undefined;
		this.#dropParts(upload);
		this.#open.delete(n);
		if (isFinal(upload)) this.#finals.delete(upload.concat);
		this.#changed.set(n, undefined);
		return upload;
	}

	#dropParts(upload: Upload): void {
		const rows = Math.floor(upload.parts / PARTS_PER_ROW);
		for (let row = 0; row < rows; row++) this.#partRows.set(upload.n * ROWS_PER_UPLOAD + row, undefined);
	}

	/** All parts of an upload, in their order. */
	partsOf(upload: Upload): Part[] {
		const first = upload.n * ROWS_PER_UPLOAD;
		const rows = Math.floor((upload.parts - upload.young.length) / PARTS_PER_ROW);
		const old: Part[] = [];
		for (let id = first; id < first + rows; id++) {
			const text =
				this.#partRows.get(id) ??
				(this.#sql.exec("SELECT body FROM parts WHERE id = ?", id)[0]?.body as string);
			old.push(...(JSON.parse(text) as Part[]));
		}
		return [...old, ...upload.young];
	}

	/** Whether anything waits to be written. */
	get dirty(): boolean {
		return this.#changed.size > 0;
	}

	/** Writes what was put and dropped. In the transaction of the tick. */
	write(): void {
		for (const [n, upload] of this.#changed) {
			if (upload === undefined) this.#sql.exec("DELETE FROM uploads WHERE n = ?", n);
			else
				this.#sql.exec("INSERT OR REPLACE INTO uploads (n, body) VALUES (?, ?)", n, JSON.stringify(upload));
		}
		for (const [id, body] of this.#partRows) {
			if (body === undefined) this.#sql.exec("DELETE FROM parts WHERE id = ?", id);
			else this.#sql.exec("INSERT OR REPLACE INTO parts (id, body) VALUES (?, ?)", id, body);
		}
		this.#changed.clear();
		this.#partRows.clear();
	}
}

function isFinal(upload: Upload): upload is Upload & { readonly concat: string } {
	return upload.concat !== null && upload.concat !== "partial";
}

/** A partial upload that is whole still waits for its final one, and goes when that does not come. */
function isOpen(upload: Upload): boolean {
	return !upload.whole || upload.concat === "partial";
}
