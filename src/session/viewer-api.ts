import type { FileRecord } from "../protocol/files/file-record.ts";
import type { BatchReply, FileListReply } from "../protocol/http/reply.ts";
import { MAX_LISTED_FILES } from "../protocol/limits.ts";
import { type Problem, problem } from "../protocol/problem.ts";
import { ok, type Result, refuse } from "../protocol/result.ts";
import { filesInBatch } from "../protocol/stream/session-state.ts";
import type { ChunksReply } from "../protocol/text/chunk.ts";
import {
	type BytesPurpose,
	bytesRefusal,
	canSeeBatch,
	canSeeFile,
	contentRefusal,
	type Viewer,
	visibleBatch,
} from "./access/access-rules.ts";
import { placeOf, placeOfBatch } from "./queue/queue-place.ts";
import type { FileRange, StoredFile } from "./rpc/session-rpc.ts";
import { noSuchBatch, noSuchFile } from "./rules/targets.ts";
import type { Session } from "./session.ts";
import type { SessionStore } from "./store/session-store.ts";
import type { ChunksFrom } from "./store/text-tables.ts";

/** Everything an admitted caller may read. Each method asks the access rules; what a viewer may not see does not exist for it. */
export class ViewerApi {
	readonly #session: Session;
	readonly #store: SessionStore;
	readonly #viewer: Viewer;

	constructor(session: Session, store: SessionStore, viewer: Viewer) {
		this.#session = session;
		this.#store = store;
		this.#viewer = viewer;
	}

	/** One file's record and facts: the JSON text of `FileDetails`, in which the facts stand as they were stored. */
	details(n: number): Result<string, Problem> {
		const file = this.#file(n);
		if (!file.ok) return file;
		const known = { file: file.value, place: placeOf(this.#session, [file.value]) };
		return ok(`${JSON.stringify(known).slice(0, -1)},"facts":${this.#store.facts.loadText(n)}}`);
	}

	/** A page of a document's chunks, and how many there are by now. */
	chunks(n: number, from: ChunksFrom, count: number): Result<ChunksReply, Problem> {
		const file = this.#file(n);
		if (!file.ok) return file;
		const refusal = contentRefusal(this.#viewer);
		if (refusal) return refuse(refusal);
		const { text } = this.#store;
		return ok({
			total: text.progressOf(n).chunks,
			chunks: text.chunks(n, text.chunkAt(n, from), count),
		});
	}

	/** Where one file's bytes are stored. */
	storedFile(n: number, purpose: BytesPurpose): Result<StoredFile, Problem> {
		const file = this.#file(n);
		if (!file.ok) return file;
		const refusal = bytesRefusal(this.#viewer, purpose);
		if (refusal) return refuse(refusal);
		const object = this.#session.objectOf(n);
		if (object === undefined) {
			const detail = `The bytes of file ${n} are not stored yet. Send them first.`;
			return refuse(problem("not-found", detail));
		}
		return ok({ file: file.value, object, ...this.#store.facts.loadPicture(n) });
	}

	/** Records by their numbers, at most `MAX_LISTED_FILES`. */
	list({ from, to, key }: FileRange): Result<FileListReply, Problem> {
		const { state, cursor, lastFile } = this.#session;
		const only = visibleBatch(this.#viewer);
		const named = key === undefined ? only : state.keys.get(key);
		const batch = canSeeBatch(this.#viewer, named) ? named : undefined;
		if (key !== undefined && batch === undefined) return refuse(noSuchBatch(key));
		const files: FileRecord[] = [];
		const last = Math.min(to, lastFile);
		for (let n = from; n <= last; n++) {
			const file = state.files.get(n);
			if (file === undefined || (batch !== undefined && file.batch !== batch)) continue;
			if (files.length === MAX_LISTED_FILES) return ok({ files, next: n, cursor });
			files.push(file);
		}
		return ok({ files, cursor });
	}

	/** A batch, its totals and all its files. */
	batch(key: string): Result<BatchReply, Problem> {
		const { state, cursor } = this.#session;
		const number = state.keys.get(key);
		const batch = state.batches.get(number ?? 0);
		if (batch === undefined || !canSeeBatch(this.#viewer, number)) return refuse(noSuchBatch(key));
		const files = [...filesInBatch(state, batch.batch)];
		const { at, totals } = batch;
		const chunks = this.#session.chunkOptionsOf(batch.batch);
		const place = placeOfBatch(this.#session, batch, files);
		return ok({ batch: { key, at, totals, place, ...(chunks && { chunks }) }, files, cursor });
	}

	#file(n: number): Result<FileRecord, Problem> {
		const file = this.#session.file(n);
		return file && canSeeFile(this.#viewer, file) ? ok(file) : refuse(noSuchFile(n));
	}
}
