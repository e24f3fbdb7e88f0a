import { saveCheckpoints } from "../../src/actor/reading/save-checkpoints.ts";
import type { ModelFailure } from "../../src/extract/ask-model.ts";
import { MEMORY_BUDGET_BYTES } from "../../src/extract/limits.ts";
import { MemoryBudget } from "../../src/extract/memory-budget.ts";
import type { TextPart } from "../../src/extract/resume-store.ts";
import { CallSlots } from "../../src/extractor/call-slots.ts";
import {
	CONTRACT_VERSION,
	type ExtractorHost,
	type FileEvent,
	type FileUpdate,
	type JobOutcome,
	type ReadCall,
	type ReadJob,
	type UpdateReply,
} from "../../src/extractor/contract.ts";
import type { ReadJobsDeps } from "../../src/extractor/read-jobs.ts";
import type { Json } from "../../src/protocol/files/facts.ts";
import { ok, type Result } from "../../src/protocol/result.ts";
import type { Chunk } from "../../src/protocol/text/chunk.ts";
import { TextTables } from "../../src/session/store/text-tables.ts";
import { MemorySql } from "../support/fakes/memory-sql.ts";

/** The session's side of a call without a session: files in memory, and their text in rows, written as `SessionHost` writes it. */
export class MemoryHost implements ExtractorHost {
	readonly tables: TextTables;
	readonly files: ReadonlyMap<number, Uint8Array>;
	/** Every event of every file, in the order in which they came. */
	readonly events: { readonly file: number; readonly event: FileEvent }[] = [];
	/** Every call, such as `read 1 0 100`. */
	readonly asked: string[] = [];
	readonly unwanted = new Set<number>();
	stop = false;
	readonly #sql: MemorySql;

	constructor(files: readonly (readonly [file: number, bytes: Uint8Array])[], sql = new MemorySql()) {
		this.files = new Map(files);
		this.tables = new TextTables(sql);
		this.#sql = sql;
	}

	async begin(files: readonly number[]): Promise<readonly number[]> {
		this.asked.push(`begin ${files.join(" ")}`);
		return files.filter((file) => !this.unwanted.has(file));
	}

	async read(file: number, offset: number, length: number): Promise<Uint8Array> {
		this.asked.push(`read ${file} ${offset} ${length}`);
		const bytes = this.files.get(file) ?? new Uint8Array(0);
		if (offset + length > bytes.length) throw new Error(`No such bytes of file ${file}.`);
		return bytes.slice(offset, offset + length);
	}

	async update(updates: readonly FileUpdate[]): Promise<UpdateReply> {
		this.asked.push(`update ${updates.map(({ file }) => file).join(" ")}`);
		this.#sql.transaction(() => this.save(updates));
		for (const { file, events } of structuredClone(updates))
			for (const event of events) this.events.push({ file, event });
		return { unwanted: [...this.unwanted], stop: this.stop };
	}

	/** Writes what was reported, in one transaction. */
	protected save(updates: readonly FileUpdate[]): void {
		for (const { file, events } of updates) {
			const checkpoints = events.flatMap((event) => ("checkpoint" in event ? [event.checkpoint] : []));
			saveCheckpoints(this.tables, file, checkpoints);
		}
	}

	async textBatch(file: number, index: number): Promise<readonly TextPart[] | undefined> {
		this.asked.push(`textBatch ${file} ${index}`);
		const body = this.tables.textBatch(file, index);
		return body === undefined ? undefined : (JSON.parse(body) as TextPart[]);
	}

	async chunks(file: number, from: number, count: number): Promise<readonly Chunk[]> {
		this.asked.push(`chunks ${file} ${from} ${count}`);
		return this.tables.chunks(file, from, count);
	}

	async upsert(file: number, chunks: readonly Chunk[]): Promise<Result<null, ModelFailure>> {
		this.asked.push(`upsert ${file} ${chunks.length}`);
		return ok(null);
	}

	/** The job of a file, with what is saved of it. */
	jobOf(file: number, more: Partial<ReadJob> = {}): ReadJob {
		const { note, textBatches, chunks } = this.tables.progressOf(file);
		const saved = note === null ? undefined : { state: JSON.parse(note) as Json, textBatches, chunks };
		const size = this.files.get(file)?.length ?? 0;
		return { file, name: `file ${file}`, size, sidecars: [], ...(saved && { saved }), ...more };
	}

	/** A call with all files. */
	call(more: Partial<ReadCall> = {}): ReadCall {
		const jobs = [...this.files.keys()].map((file) => this.jobOf(file));
		return {
			version: CONTRACT_VERSION,
			jobs,
			alone: false,
			milliseconds: 1_000_000,
			semanticIndex: false,
			...more,
		};
	}

	/** How reading each file ended, in the order in which it was reported. */
	outcomes(): { readonly file: number; readonly outcome: JobOutcome }[] {
		return this.events.flatMap(({ file, event }) =>
			"outcome" in event ? [{ file, outcome: event.outcome }] : [],
		);
	}
}

/** What reading is made of: time stands still, and no timer ever fires. */
export function readJobsDeps(more: Partial<ReadJobsDeps> = {}): ReadJobsDeps {
	return {
		slots: new CallSlots(1),
		memory: new MemoryBudget(MEMORY_BUDGET_BYTES),
		model: undefined,
		now: () => 0,
		yieldThread: async () => {},
		every: () => () => {},
		...more,
	};
}
