import type { AskModel } from "../../extract/ask-model.ts";
import type { MemoryBudget } from "../../extract/memory-budget.ts";
import { type Desk, PausedError } from "../../extract/resume-store.ts";
import { extractFile, type ReachedStage } from "../../extract/run.ts";
import type { LearnMeaning } from "../../extract/semantic-upsert.ts";
import type { FileBeside } from "../../extract/sidecar-file.ts";
import type { Facts } from "../../protocol/files/facts.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { ChunkOptions } from "../../protocol/text/chunk-options.ts";
import type { Reading } from "../../session/queue/run-slice.ts";
import type { Found } from "../../session/rules/file-rules.ts";
import type { BlobStore } from "../../storage/blob-store.ts";
import { r2Source } from "../../storage/r2-source.ts";

/** What reading a stored file needs of the actor. */
export interface ReadingPorts {
	readonly blobs: BlobStore;
	/** The first bytes of the file, when they are still at hand. */
	readonly head: Uint8Array | undefined;
	/** Where a long reading keeps what it has done. */
	readonly desk: Desk;
	/** Stored files that may belong to this one. */
	beside(): readonly FileBeside[];
	/** Shared by all files that are read at the same time. */
	readonly memory: MemoryBudget;
	/** How the text of documents is wanted to be cut. */
	readonly chunks: ChunkOptions | undefined;
	/** Absent where no model is bound. */
	readonly model: AskModel | undefined;
	/** Absent where no index of vectors is bound. */
	readonly meaning: LearnMeaning | undefined;
	now(): number;
	/** A stage of the pipeline was reached. */
	reached(reached: ReachedStage): void;
	/** Keeps the facts. Called before the file is told to be complete. */
	save(facts: Facts): void;
	/** How much left storage, whatever came of it. */
	spent(bytes: number, requests: number): void;
}

function foundIn(facts: Facts, stage: string, took: number): Found {
	return {
		stage,
		kind: facts.kind,
		mime: facts.format.mime,
		fields: facts.fields,
		took,
		completeness: facts.quality.completeness,
		confidence: facts.quality.confidence,
		thumbnail: facts.thumbnail !== undefined,
	};
}

/** Reads one stored file's facts, or goes on with it. Throws when storage did not answer; everything else is an outcome. */
export async function readStoredFile(
	file: FileRecord,
	object: string,
	ports: ReadingPorts,
): Promise<Reading> {
	const started = ports.now();
	const source = r2Source(ports.blobs, object, file.size);
	let requests = 0;
	let bytes = 0;
	const counted = {
		size: source.size,
		async read(offset: number, length: number) {
			if (ports.head && offset + length <= ports.head.byteLength)
				return ports.head.subarray(offset, offset + length);
			requests += 1;
			bytes += length;
			return source.read(offset, length);
		},
	};
	const claimed = file.type === undefined ? {} : { type: file.type };
	try {
		const { desk, memory, model, meaning, chunks, now } = ports;
		const { kind, mime, lastStage, result } = await extractFile(
			{
				name: file.name,
				...claimed,
				source: counted,
				now,
				desk,
				memory,
				model,
				chunks,
				meaning,
				beside: () => ports.beside(),
			},
			ports.reached,
		);
		if (!result.ok) return { ok: false, problem: result.problem, kind, mime, requests };
		ports.save(result.value);
		return { ok: true, found: foundIn(result.value, lastStage, now() - started), requests };
	} catch (error) {
		if (error instanceof PausedError) return { ok: "later", requests };
		throw error;
	} finally {
		ports.spent(bytes, requests);
	}
}
