import type { Change } from "../../../src/protocol/files/change.ts";
import { isFileChange } from "../../../src/protocol/files/is-file-change.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import type { SessionState } from "../../../src/protocol/stream/session-state.ts";

/** Records per chunk: a write of about 35 KB, and eighty chunks for ten thousand files. */
const CHUNK_SIZE = 128;

function chunkOfFile(n: number): number {
	return Math.floor(n / CHUNK_SIZE);
}

/** The chunk of a batch: negative, so that batches are read before the files counted in them. */
function chunkOfBatch(batch: number): number {
	return -1 - Math.floor(batch / CHUNK_SIZE);
}

/** The chunks that a frame touches. */
export function* touchedChunks({ changes }: Frame): Generator<number> {
	for (const change of changes)
		yield isFileChange(change) ? chunkOfFile(change.file) : chunkOfBatch(change.batch);
}

/** Every chunk of a state. */
export function allChunks(state: SessionState): ReadonlySet<number> {
	const chunks = new Set<number>();
	for (const batch of state.batches.keys()) chunks.add(chunkOfBatch(batch));
	for (const n of state.files.keys()) chunks.add(chunkOfFile(n));
	return chunks;
}

/**
 * The records of a chunk as changes that rebuild them; empty if none are left. Records are replaced and never mutated,
 * so the result stays valid.
 */
export function readChunk(state: SessionState, chunk: number): readonly Change[] {
	const changes: Change[] = [];
	const first = (chunk < 0 ? -1 - chunk : chunk) * CHUNK_SIZE;
	for (let at = first; at < first + CHUNK_SIZE; at++) {
		if (chunk < 0) {
			const record = state.batches.get(at);
			if (record) changes.push({ batch: at, key: record.key, at: record.at });
			continue;
		}
		const record = state.files.get(at);
		if (record === undefined) continue;
		const { n, ...rest } = record;
		changes.push({ file: n, ...rest });
	}
	return changes;
}
