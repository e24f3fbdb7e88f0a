import {
	type ExtractionCheckpoint,
	PausedError,
	type ResumeStore,
	type TextPart,
} from "../../extract/resume-store.ts";
import type { Json } from "../../protocol/files/facts.ts";
import type { Chunk } from "../../protocol/text/chunk.ts";
import type { TextTables } from "../../session/store/text-tables.ts";

/** What the resume store of one file is made of. */
export interface FileResumeStoreDeps {
	readonly tables: TextTables;
	/** The file's number. */
	readonly file: number;
	/** When its turn is over; milliseconds since 1970. */
	readonly until: number;
	now(): number;
	/** Whether the file is still being read: it may have been cancelled or removed, or the session ended. */
	isWanted(): boolean;
	transaction(work: () => void): void;
}

/** One file's progress in the session's rows, where it survives the isolate. */
export class FileResumeStore implements ResumeStore {
	readonly #deps: FileResumeStoreDeps;
	/** A turn that has saved nothing goes on, however late it is: otherwise a long first step would start over forever. */
	#hasSaved = false;

	constructor(deps: FileResumeStoreDeps) {
		this.#deps = deps;
	}

	savedState(): Json | undefined {
		const { note } = this.#deps.tables.progressOf(this.#deps.file);
		return note === null ? undefined : (JSON.parse(note) as Json);
	}

	save({ state, textBatch, dropTextBatches, chunks = [], searchable }: ExtractionCheckpoint): void {
		const { tables, file, transaction, isWanted } = this.#deps;
		if (!isWanted()) throw new PausedError();
		transaction(() => {
			const before = tables.progressOf(file);
			if (textBatch) tables.putTextBatch(file, before.textBatches, JSON.stringify(textBatch));
			for (const chunk of chunks) tables.putChunk(file, chunk);
			if (dropTextBatches) tables.dropTextBatches(file);
			if (searchable) tables.makeSearchable(file, searchable.from, searchable.to);
			tables.saveProgress(file, {
				note: JSON.stringify(state),
				textBatches: dropTextBatches ? 0 : before.textBatches + (textBatch ? 1 : 0),
				chunks: before.chunks + chunks.length,
				searchable: searchable?.to ?? before.searchable,
			});
		});
		this.#hasSaved = true;
	}

	textBatch(index: number): readonly TextPart[] | undefined {
		const body = this.#deps.tables.textBatch(this.#deps.file, index);
		return body === undefined ? undefined : (JSON.parse(body) as TextPart[]);
	}

	chunks(from: number, count: number): readonly Chunk[] {
		return this.#deps.tables.chunks(this.#deps.file, from, count);
	}

	async yieldToLoop(): Promise<void> {
		await new Promise<void>((resolve) => setTimeout(resolve, 0));
		const { now, until, isWanted } = this.#deps;
		if (!isWanted() || (this.#hasSaved && now() > until)) throw new PausedError();
	}
}
