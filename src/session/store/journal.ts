import type { Change } from "../../protocol/files/change.ts";
import { MAX_FRAME_BYTES, MAX_RING_BYTES, RING_SLOTS } from "../limits.ts";
import { utf8Length } from "../rules/file-name.ts";
import type { PlacedNote } from "../state/model.ts";
import type { Sql } from "./sql.ts";

/** One frame in the journal. `changes` is JSON text, sent to every reader as it is. */
export interface JournalRow {
	readonly seq: number;
	readonly at: number;
	readonly changes: string;
	readonly notes: readonly PlacedNote[];
}

/**
 * The log of frames, from which everything else is derived. A ring of rows (`slot = seq % N`, so that writing and trimming are
 * one row), bounded in number and in bytes. Rows before the checkpoint are for readers who come back; a wake replays those after it.
 */
export class Journal {
	readonly #sql: Sql;
	/** UTF-8 bytes of `changes` by seq, oldest first, of the frames in the ring. */
	readonly #sizes = new Map<number, number>();
	#bytes = 0;

	constructor(sql: Sql) {
		this.#sql = sql;
		for (const row of sql.exec(
			"SELECT seq, length(CAST(changes AS BLOB)) AS size FROM frames ORDER BY seq",
		)) {
			this.#add(row.seq as number, row.size as number);
		}
	}

	#add(seq: number, size: number): void {
		this.#sizes.set(seq, size);
		this.#bytes += size;
	}

	#drop(seq: number): void {
		this.#bytes -= this.#sizes.get(seq) ?? 0;
		this.#sizes.delete(seq);
	}

	/** Writes one tick, usually as one row; a tick too large for a row becomes several. Returns the rows. */
	append(after: number, at: number, changes: readonly Change[], notes: readonly PlacedNote[]): JournalRow[] {
		const rows: JournalRow[] = [];
		const cuts = cutToFrames(changes);
		let first = 0;
		for (const [index, { text, count, bytes }] of cuts.entries()) {
			const end = index === cuts.length - 1 ? Number.POSITIVE_INFINITY : first + count;
			const here = notes.filter((placed) => placed.after >= first && placed.after < end);
			const placed = here.map(({ after, note }) => ({ after: after - first, note }));
			const row = { seq: after + index + 1, at, changes: text, notes: placed };
			first += count;
			const placedNotes = row.notes.length === 0 ? null : JSON.stringify(row.notes);
			this.#sql.exec(
				"INSERT OR REPLACE INTO frames (slot, seq, at, changes, notes) VALUES (?, ?, ?, ?, ?)",
				row.seq % RING_SLOTS,
				row.seq,
				at,
				text,
				placedNotes,
			);
			this.#drop(row.seq - RING_SLOTS);
			this.#add(row.seq, bytes);
			rows.push(row);
		}
		return rows;
	}

	/** Drops the oldest rows while the ring has too many bytes, but never one that a wake still needs. */
	trim(checkpoint: number): void {
		for (const seq of this.#sizes.keys()) {
			if (this.#bytes <= MAX_RING_BYTES || seq > checkpoint) return;
			this.#sql.exec("DELETE FROM frames WHERE slot = ? AND seq = ?", seq % RING_SLOTS, seq);
			this.#drop(seq);
		}
	}

	/** Removes every frame. Readers who come back then get a snapshot. */
	clear(): void {
		this.#sql.exec("DELETE FROM frames");
		this.#sizes.clear();
		this.#bytes = 0;
	}

	/** Bytes of the frames after `seq`; `undefined` when the ring does not reach back there. */
	bytesAfter(seq: number): number | undefined {
		let bytes = 0;
		let first: number | undefined;
		for (const [held, size] of this.#sizes) {
			if (held <= seq) continue;
			first ??= held;
			bytes += size;
		}
		return first === seq + 1 ? bytes : undefined;
	}

	/** The rows after `seq`, oldest first. */
	after(seq: number): JournalRow[] {
		return this.#sql
			.exec("SELECT seq, at, changes, notes FROM frames WHERE seq > ? ORDER BY seq", seq)
			.map((row) => ({
				seq: row.seq as number,
				at: row.at as number,
				changes: row.changes as string,
				notes: row.notes === null ? [] : (JSON.parse(row.notes as string) as PlacedNote[]),
			}));
	}
}

/** Cuts changes into frames, as JSON texts; at least one, because notes need a row. */
function cutToFrames(changes: readonly Change[]): { text: string; count: number; bytes: number }[] {
	const frames: { text: string; count: number; bytes: number }[] = [];
	let parts: string[] = [];
	let bytes = 0;
	for (const change of changes) {
		const text = JSON.stringify(change);
		const size = utf8Length(text) + 1;
		if (bytes + size > MAX_FRAME_BYTES && parts.length > 0) {
			frames.push({ text: `[${parts.join(",")}]`, count: parts.length, bytes });
			parts = [];
			bytes = 0;
		}
		parts.push(text);
		bytes += size;
	}
	frames.push({ text: `[${parts.join(",")}]`, count: parts.length, bytes });
	return frames;
}
