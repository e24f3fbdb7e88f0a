import { PARTS_PER_ROW } from "../limits.ts";
import type { Tail, UploadedPart } from "../rules/upload-protocol.ts";
import { canFinish, type ResumableUpload } from "../rules/upload-rules.ts";
import { type DueTime, DueTimes } from "../state/due-times.ts";
import type { Sql } from "./sql.ts";

/** Rows of `parts` reserved for each upload, so that ids of different uploads never collide. 10,000 parts need 157. */
const ROWS_PER_UPLOAD = 256;

/** An upload as its row spells it; `docs/storage.md` lists the members. */
type StoredUpload = Omit<
	ResumableUpload,
	"recentParts" | "bytesInParts" | "tail" | "hadTail" | "lastWriter"
> & {
	readonly young: readonly UploadedPart[];
	readonly inParts: number;
	readonly rest: Tail | null;
	readonly rested: boolean;
	readonly by: string | null;
};

function toRow({
	recentParts: young,
	bytesInParts: inParts,
	tail: rest,
	hadTail: rested,
	lastWriter: by,
	...same
}: ResumableUpload): StoredUpload {
	return { ...same, young, inParts, rest, rested, by };
}

function fromRow(body: unknown): ResumableUpload {
	const {
		young: recentParts,
		inParts: bytesInParts,
		rest: tail,
		rested: hadTail,
		by: lastWriter,
		...same
	} = JSON.parse(body as string) as StoredUpload;
	return { ...same, recentParts, bytesInParts, tail, hadTail, lastWriter };
}

/** Reading uploads; writing them goes through the session, with the tick. */
export type UploadLookup = Pick<
	UploadTable,
	"get" | "open" | "waiting" | "finishable" | "final" | "partialNumber" | "partsOf"
>;

/**
 * The rows of resumable uploads, in two tables with integer keys:
 *
 * - `uploads (n, body)`: one row an upload, in JSON; written when a writer begins on a large one, when parts were stored,
 *   and when a body ends. A finished upload keeps its row, which HEAD needs, until its file goes.
 * - `parts (id, body)`: the etags of older parts, 64 a row (`id` = upload × 256 + row), so that a commit in an upload of
 *   10,000 parts writes two short rows and not half a megabyte. Removed once the upload is whole.
 *
 * Unfinished uploads are kept in memory, the least recently changed first. Changes are written with the frame of their tick.
 */
export class UploadTable {
	readonly #sql: Sql;
	readonly #open = new Map<number, ResumableUpload>();
	/** When each open upload last changed; those that only have to be finished are apart. */
	readonly #waiting = new DueTimes();
	readonly #finishable = new DueTimes();
	readonly #changed = new Map<number, ResumableUpload | undefined>();
	/** Part rows to write, by id; `undefined` to delete. */
	readonly #partRows = new Map<number, string | undefined>();
	/** Final uploads by their `Upload-Concat` header, for clients that did not get the answer to their creation. */
	readonly #finals = new Map<string, number>();
	#lowest = 0;

	constructor(sql: Sql) {
		this.#sql = sql;
		const uploads = sql.exec("SELECT n, body FROM uploads").map((row) => fromRow(row.body));
		for (const upload of uploads.sort((a, b) => a.changedAt - b.changedAt)) {
			this.#lowest = Math.min(this.#lowest, upload.n);
			this.#setOpen(upload);
			if (isFinal(upload)) this.#finals.set(upload.concat, upload.n);
		}
	}

	/** An upload as it will be once the present tick is written. */
	get(n: number): ResumableUpload | undefined {
		if (this.#changed.has(n)) return this.#changed.get(n);
		const open = this.#open.get(n);
		if (open) return open;
		const row = this.#sql.exec("SELECT body FROM uploads WHERE n = ?", n)[0];
		return row === undefined ? undefined : fromRow(row.body);
	}

	/** Uploads that still wait for bytes or for their final upload, the least recently changed first. */
	open(): Iterable<ResumableUpload> {
		return this.#open.values();
	}

	/** When each upload last changed that waits for bytes or for its final upload; the least recently changed first. */
	waiting(): Iterable<DueTime> {
		return this.#waiting;
	}

	/** The same of uploads whose parts are all stored but have not become one object yet. */
	finishable(): Iterable<DueTime> {
		return this.#finishable;
	}

	/** The final upload that was created with this `Upload-Concat` header, whole or not. */
	final(header: string): ResumableUpload | undefined {
		const n = this.#finals.get(header);
		return n === undefined ? undefined : this.get(n);
	}

	/** A number for a partial upload: negative, and derived from the clock so that none is ever used twice. */
	partialNumber(now: number): number {
		this.#lowest = Math.min(this.#lowest - 1, -now);
		return this.#lowest;
	}

	/** Saves an upload with the present tick; older etags move into rows of their own. */
	put(upload: ResumableUpload): void {
		let { recentParts } = upload;
		while (recentParts.length >= PARTS_PER_ROW) {
			const row = Math.floor((upload.parts - recentParts.length) / PARTS_PER_ROW);
			const older = JSON.stringify(recentParts.slice(0, PARTS_PER_ROW));
			this.#partRows.set(upload.n * ROWS_PER_UPLOAD + row, older);
			recentParts = recentParts.slice(PARTS_PER_ROW);
		}
		if (upload.whole) {
			this.#dropParts(upload);
			recentParts = [];
		}
		const kept: ResumableUpload = { ...upload, recentParts };
		this.#setOpen(kept);
		if (isFinal(kept)) this.#finals.set(kept.concat, kept.n);
		this.#changed.set(upload.n, kept);
	}

	/** Drops an upload with the present tick; returns what it was. */
	drop(n: number): ResumableUpload | undefined {
		const upload = this.get(n);
		if (upload === undefined) return undefined;
		this.#dropParts(upload);
		this.#forget(n);
		if (isFinal(upload)) this.#finals.delete(upload.concat);
		this.#changed.set(n, undefined);
		return upload;
	}

	#setOpen(upload: ResumableUpload): void {
		const { n, changedAt } = upload;
		this.#forget(n);
		if (!isOpen(upload)) return;
		this.#open.set(n, upload);
		(canFinish(upload) ? this.#finishable : this.#waiting).set(n, changedAt);
	}

	#forget(n: number): void {
		this.#open.delete(n);
		this.#waiting.delete(n);
		this.#finishable.delete(n);
	}

	#dropParts(upload: ResumableUpload): void {
		const rows = Math.floor(upload.parts / PARTS_PER_ROW);
		for (let row = 0; row < rows; row++) this.#partRows.set(upload.n * ROWS_PER_UPLOAD + row, undefined);
	}

	/** All parts of an upload, in order. */
	partsOf(upload: ResumableUpload): UploadedPart[] {
		const first = upload.n * ROWS_PER_UPLOAD;
		const rows = Math.floor((upload.parts - upload.recentParts.length) / PARTS_PER_ROW);
		const older: UploadedPart[] = [];
		for (let id = first; id < first + rows; id++) {
			const text =
				this.#partRows.get(id) ??
				(this.#sql.exec("SELECT body FROM parts WHERE id = ?", id)[0]?.body as string);
			older.push(...(JSON.parse(text) as UploadedPart[]));
		}
		return [...older, ...upload.recentParts];
	}

	/** Writes what was put and dropped; called inside the tick's transaction. */
	write(): void {
		for (const [n, upload] of this.#changed) {
			if (upload === undefined) this.#sql.exec("DELETE FROM uploads WHERE n = ?", n);
			else {
				const body = JSON.stringify(toRow(upload));
				this.#sql.exec("INSERT OR REPLACE INTO uploads (n, body) VALUES (?, ?)", n, body);
			}
		}
		for (const [id, body] of this.#partRows) {
			if (body === undefined) this.#sql.exec("DELETE FROM parts WHERE id = ?", id);
			else this.#sql.exec("INSERT OR REPLACE INTO parts (id, body) VALUES (?, ?)", id, body);
		}
		this.#changed.clear();
		this.#partRows.clear();
	}
}

function isFinal(upload: ResumableUpload): upload is ResumableUpload & { readonly concat: string } {
	return upload.concat !== null && upload.concat !== "partial";
}

/** A whole partial upload still waits for its final one, and expires when that does not come. */
function isOpen(upload: ResumableUpload): boolean {
	return !upload.whole || upload.concat === "partial";
}
