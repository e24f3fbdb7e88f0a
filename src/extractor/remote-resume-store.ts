import {
	type ExtractionCheckpoint,
	PausedError,
	type ResumeStore,
	type TextPart,
} from "../extract/resume-store.ts";
import type { Json } from "../protocol/files/facts.ts";
import type { Chunk } from "../protocol/text/chunk.ts";
import type { ExtractorHost, ReadJob } from "./contract.ts";
import { KEPT_CHARS } from "./limits.ts";
import type { UpdateBuffer } from "./update-buffer.ts";

/** What the resume store of one file is made of. */
export interface RemoteResumeStoreDeps {
	readonly job: ReadJob;
	readonly host: Pick<ExtractorHost, "textBatch" | "chunks">;
	readonly updates: UpdateBuffer;
	/** When the turn is over; milliseconds since 1970. */
	readonly until: number;
	now(): number;
	/** Lets other work of the isolate run. */
	yieldThread(): Promise<void>;
}

/**
 * One file's progress in the rows of its session. Checkpoints are reported in order, many to a message; what was not reported when the
 * extractor dies is read again. The text of short documents is kept at hand as well, so that they never ask back.
 */
export class RemoteResumeStore implements ResumeStore {
	readonly #deps: RemoteResumeStoreDeps;
	#state: Json | undefined;
	/** A turn that has saved nothing goes on, however late it is: otherwise a long first step would start over forever. */
	#hasSaved = false;
	/** Text batches and chunks of this turn, by their numbers; `undefined` once they have become too long. */
	#kept:
		| { readonly textBatches: Map<number, readonly TextPart[]>; readonly chunks: Map<number, Chunk> }
		| undefined;
	#keptChars = 0;
	#nextTextBatch: number;

	constructor(deps: RemoteResumeStoreDeps) {
		this.#deps = deps;
		const { saved } = deps.job;
		this.#state = saved?.state;
		this.#nextTextBatch = saved?.textBatches ?? 0;
		this.#kept = { textBatches: new Map(), chunks: new Map() };
	}

	savedState(): Json | undefined {
		return this.#state;
	}

	save(checkpoint: ExtractionCheckpoint): void {
		const { job, updates } = this.#deps;
		if (updates.isUnwanted(job.file)) throw new PausedError();
		// A copy: the extraction goes on changing its progress object, and the report leaves later.
		const state = structuredClone(checkpoint.state);
		updates.add(job.file, { checkpoint: { ...checkpoint, state } });
		this.#state = state;
		this.#hasSaved = true;
		this.#keep(checkpoint);
	}

	#keep({ textBatch, dropTextBatches, chunks = [] }: ExtractionCheckpoint): void {
		if (textBatch) {
			this.#kept?.textBatches.set(this.#nextTextBatch, textBatch);
			this.#nextTextBatch += 1;
			for (const { blocks } of textBatch) for (const { text } of blocks) this.#keptChars += text.length;
		}
		for (const chunk of chunks) {
			this.#kept?.chunks.set(chunk.index, chunk);
			this.#keptChars += chunk.text.length;
		}
		if (dropTextBatches) {
			this.#kept?.textBatches.clear();
			this.#nextTextBatch = 0;
		}
		if (this.#keptChars > KEPT_CHARS) this.#kept = undefined;
	}

	async textBatch(index: number): Promise<readonly TextPart[] | undefined> {
		const kept = this.#kept?.textBatches.get(index);
		if (kept || index >= this.#nextTextBatch) return kept;
		const { host, job, updates } = this.#deps;
		await updates.report();
		return host.textBatch(job.file, index);
	}

	async chunks(from: number, count: number): Promise<readonly Chunk[]> {
		const kept = this.#keptChunks(from, count);
		if (kept) return kept;
		const { host, job, updates } = this.#deps;
		await updates.report();
		return host.chunks(job.file, from, count);
	}

	/** A run of chunks, if every one of them is at hand. */
	#keptChunks(from: number, count: number): Chunk[] | undefined {
		if (this.#kept === undefined || this.#deps.job.saved !== undefined) return undefined;
		const all = this.#kept.chunks;
		const found: Chunk[] = [];
		for (let index = from; index < Math.min(from + count, all.size); index++) {
			const chunk = all.get(index);
			if (chunk === undefined) return undefined;
			found.push(chunk);
		}
		return found;
	}

	async yieldToLoop(): Promise<void> {
		const { job, updates, until, now, yieldThread } = this.#deps;
		await yieldThread();
		await updates.reportIfDue();
		const isOver = now() > until || updates.shouldStop;
		if (updates.isUnwanted(job.file) || (this.#hasSaved && isOver)) throw new PausedError();
	}
}
