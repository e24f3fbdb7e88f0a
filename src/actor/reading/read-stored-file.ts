import { type ExtractionRequest, extractFile, type ReachedStage } from "../../extract/extract-file.ts";
import { PausedError } from "../../extract/resume-store.ts";
import type { Facts } from "../../protocol/files/facts.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { ReadOutcome } from "../../session/queue/run-slice.ts";
import type { ReadSummary } from "../../session/rules/file-rules.ts";
import type { BlobStore } from "../../storage/blob-store.ts";
import { r2Source } from "../../storage/r2-source.ts";

/** What reading one stored file is made of, apart from what the extraction itself is given. */
export interface ReadStoredFileDeps {
	readonly blobs: BlobStore;
	/** The first bytes of the file, if they are cached. */
	readonly head: Uint8Array | undefined;
	readonly request: Omit<ExtractionRequest, "name" | "type" | "source">;
	onStage(reached: ReachedStage): void;
	/** Saves the facts. Called before the file is reported as complete. */
	save(facts: Facts): void;
	/** The caption files tried for a recording without words; called after the extraction. */
	triedCaptions(facts: Facts): readonly number[] | undefined;
	/** Bytes and requests read from storage, whatever the outcome. */
	onRead(bytes: number, requests: number): void;
}

/** Reads one stored file, or continues with it. Throws when storage did not answer; everything else is an outcome. */
export async function readStoredFile(
	file: FileRecord,
	object: string,
	deps: ReadStoredFileDeps,
): Promise<ReadOutcome> {
	const { now } = deps.request;
	const started = now();
	const source = countedSource(deps.blobs, object, file.size, deps.head);
	const claimed = file.type === undefined ? {} : { type: file.type };
	try {
		const { kind, mime, lastStage, result } = await extractFile(
			{ ...deps.request, name: file.name, ...claimed, source },
			deps.onStage,
		);
		const { requests } = source;
		if (!result.ok) return { ok: false, problem: result.problem, kind, mime, requests };
		deps.save(result.value);
		const found = summaryOf(result.value, lastStage, now() - started);
		return { ok: true, found, triedCaptions: deps.triedCaptions(result.value), requests };
	} catch (error) {
		if (error instanceof PausedError) return { ok: "later", requests: source.requests };
		throw error;
	} finally {
		deps.onRead(source.bytes, source.requests);
	}
}

/** The object's bytes, out of the cached head where they are in it; counts what storage had to deliver. */
function countedSource(blobs: BlobStore, object: string, size: number, head: Uint8Array | undefined) {
	const source = r2Source(blobs, object, size);
	const counted = {
		size: source.size,
		requests: 0,
		bytes: 0,
		async read(offset: number, length: number) {
			if (head && offset + length <= head.byteLength) return head.subarray(offset, offset + length);
			counted.requests += 1;
			counted.bytes += length;
			return source.read(offset, length);
		},
	};
	return counted;
}

function summaryOf(facts: Facts, stage: string, took: number): ReadSummary {
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
