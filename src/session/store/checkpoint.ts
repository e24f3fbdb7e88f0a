import type { Change } from "../../protocol/files/change.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import { isFileChange } from "../../protocol/files/is-file-change.ts";
import type { ChunkOptions } from "../../protocol/text/chunk-options.ts";
import { CHECKPOINT_BYTES, CHECKPOINT_FRAMES, CHUNK_FILES } from "../limits.ts";
import type { StoredIdempotencyRecords } from "../state/idempotency-records.ts";
import { emptyModel, foldChange, type KnownManifest, type Link, type Model } from "../state/model.ts";
import type { Sql } from "./sql.ts";

/** Row 0: everything but the files. Rows 1…: the files, `CHUNK_FILES` a row. */
interface CheckpointHead {
	readonly epoch: string;
	readonly seq: number;
	readonly changedAt: number;
	readonly lastFile: number;
	readonly lastBatch: number;
	readonly batches: readonly {
		batch: number;
		key: string;
		at: number;
		manifests?: readonly KnownManifest[];
		chunks?: ChunkOptions;
	}[];
	readonly tickets: readonly [number, number][];
	readonly head: number;
	/** Absent in checkpoints older than idempotency keys. */
	readonly receipts?: StoredIdempotencyRecords;
}

interface CheckpointFile {
	readonly file: FileRecord;
	readonly object?: string;
	readonly incoming?: string;
	/** SHA-256 of the stored object, as the server computed it; and of the bytes to come, as the client declared it. */
	readonly sha256?: string;
	readonly declared?: string;
	readonly link?: Link;
	readonly wordless?: readonly number[];
}

function rowOf(n: number): number {
	return 1 + Math.floor((n - 1) / CHUNK_FILES);
}

/**
 * Writes the folded state now and then, many files to a row: a file costs a small share of a row instead of one for each of
 * its states, and a wake replays few frames. Until the next checkpoint the journal holds what changed.
 */
export class Checkpoint {
	readonly #sql: Sql;
	readonly #dirty = new Set<number>();
	/** The sequence number of the last checkpoint. */
	seq = 0;
	/** When the last frame before it was written; milliseconds since 1970, 0 when there was none. */
	changedAt = 0;
	#frames = 0;
	#bytes = 0;

	constructor(sql: Sql) {
		this.#sql = sql;
	}

	/** The model as of the last checkpoint; an empty one in the given epoch when there is none. */
	load(epoch: string): Model {
		const model = emptyModel(epoch);
		for (const row of this.#sql.exec("SELECT id, body FROM checkpoint ORDER BY id")) {
			const body: unknown = JSON.parse(row.body as string);
			if (row.id === 0) this.#loadHead(model, body as CheckpointHead);
			else loadFiles(model, body as CheckpointFile[]);
		}
		model.state.seq = this.seq;
		return model;
	}

	#loadHead(model: Model, head: CheckpointHead): void {
		for (const { batch, key, at, manifests, chunks } of head.batches) {
			foldChange(model, { batch, key, at });
			if (manifests) model.manifests.set(batch, [...manifests]);
			if (chunks) model.chunking.set(batch, chunks);
		}
		for (const [batch, ticket] of head.tickets) model.tickets.set(batch, ticket);
		model.head = head.head;
		model.lastFile = head.lastFile;
		model.lastBatch = head.lastBatch;
		if (head.receipts) model.idempotency.load(head.receipts);
		this.seq = head.seq;
		this.changedAt = head.changedAt;
	}

	/** Marks what a frame touched as due for the next checkpoint. */
	mark(changes: readonly Change[], bytes: number): void {
		for (const change of changes) if (isFileChange(change)) this.#dirty.add(rowOf(change.file));
		this.#frames += 1;
		this.#bytes += bytes;
	}

	/** Whether a wake would get slow, or the ring would soon lose frames that a wake needs. */
	get due(): boolean {
		return this.#frames >= CHECKPOINT_FRAMES || this.#bytes >= CHECKPOINT_BYTES;
	}

	/** Frames since the last checkpoint. */
	get frames(): number {
		return this.#frames;
	}

	/** Writes what changed since the last checkpoint, in the transaction of the frame before it. */
	write(model: Model, changedAt: number): void {
		for (const row of this.#dirty) this.#writeFiles(model, row);
		const { state } = model;
		const batches = [...state.batches.values()].map(({ batch, key, at }) => {
			const manifests = model.manifests.get(batch);
			const chunks = model.chunking.get(batch);
			return { batch, key, at, ...(manifests && { manifests }), ...(chunks && { chunks }) };
		});
		const head: CheckpointHead = {
			epoch: state.epoch,
			seq: state.seq,
			changedAt,
			lastFile: model.lastFile,
			lastBatch: model.lastBatch,
			batches,
			tickets: [...model.tickets],
			head: model.head,
			receipts: model.idempotency.toStored(),
		};
		this.#put(0, head);
		this.#dirty.clear();
		this.#frames = 0;
		this.#bytes = 0;
		this.seq = state.seq;
	}

	#writeFiles(model: Model, row: number): void {
		const files: CheckpointFile[] = [];
		const first = (row - 1) * CHUNK_FILES + 1;
		for (let n = first; n < first + CHUNK_FILES; n++) {
			const file = model.state.files.get(n);
			if (file === undefined) continue;
			const object = model.objects.get(n);
			const incoming = model.incoming.get(n);
			const sha256 = model.objects.hashOf(n);
			const declared = model.declared.get(n);
			const link = model.links.get(n);
			const wordless = model.sidecars.triedFor(n);
			files.push({
				file,
				...(object !== undefined && { object }),
				...(incoming !== undefined && { incoming }),
				...(sha256 !== undefined && { sha256 }),
				...(declared !== undefined && { declared }),
				...(link !== undefined && { link }),
				...(wordless !== undefined && { wordless }),
			});
		}
		if (files.length === 0) this.#sql.exec("DELETE FROM checkpoint WHERE id = ?", row);
		else this.#put(row, files);
	}

	#put(id: number, body: unknown): void {
		this.#sql.exec("INSERT OR REPLACE INTO checkpoint (id, body) VALUES (?, ?)", id, JSON.stringify(body));
	}
}

function loadFiles(model: Model, files: readonly CheckpointFile[]): void {
	for (const { file: record, object, incoming, sha256, declared, link, wordless } of files) {
		const { n, ...change } = record;
		foldChange(model, { file: n, ...change });
		if (object !== undefined) model.objects.set(n, object, sha256);
		if (declared !== undefined) model.declared.set(n, declared);
		if (link !== undefined) model.links.set(n, link);
		if (incoming !== undefined) model.incoming.set(n, incoming);
		if (wordless !== undefined) model.sidecars.setWordless(n, wordless);
	}
}
