import type { Change } from "../../../src/protocol/files/change.ts";
import { isFileChange } from "../../../src/protocol/files/is-file-change.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import type { SessionState } from "../../../src/protocol/stream/session-state.ts";

/** Records in one chunk: one write of about 35 KB, and ten thousand files in eighty of them. */
const CHUNK = 128;

/** The chunk of a file. */
function chunkOfFile(n: number): number {
	return Math.floor(n / CHUNK);
}

/** The chunk of a batch: below nought, so that batches are read before the files that are counted in them. */
function chunkOfBatch(batch: number): number {
	return -1 - Math.floor(batch / CHUNK);
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
 * A chunk's records as they are now, as the changes that make them; none when nothing is left. Records are replaced and never
 * mutated, so the answer stays as it is however the state moves on.
 */
export function readChunk(state: SessionState, chunk: number): readonly Change[] {
	const changes: Change[] = [];
	const first = (chunk < 0 ? -1 - chunk : chunk) * CHUNK;
	for (let at = first; at < first + CHUNK; at++) {
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
