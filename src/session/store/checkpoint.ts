import type { Change } from "../../protocol/files/change.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import { isFileChange } from "../../protocol/files/is-file-change.ts";
import type { ChunkOptions } from "../../protocol/text/chunk-options.ts";
import { CHECKPOINT_BYTES, CHECKPOINT_FRAMES, CHUNK_FILES } from "../limits.ts";
import type { KeptReceipts } from "../state/idempotency-records.ts";
import { emptyModel, foldChange, type KnownManifest, type Link, type Model } from "../state/model.ts";
import type { Sql } from "./sql.ts";

/** Row 0: everything but the files. Rows 1…: the files, `CHUNK_FILES` a row. */
interface Head {
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
	/** Absent in a checkpoint from before commands were numbered. */
	readonly receipts?: KeptReceipts;
}

interface Chunk {
	readonly file: FileRecord;
	readonly object?: string;
	readonly incoming?: string;
	/** SHA-256 of the object, as the server found it; and of what will come, as the client declared it. */
	readonly sha256?: string;
	readonly declared?: string;
	readonly link?: Link;
}

/** The row of a file. */
function chunkOf(n: number): number {
	return 1 + Math.floor((n - 1) / CHUNK_FILES);
}

/**
 * Writes the folded files out now and then, packed, so that a file costs a small share of a row instead of one for
 * each of its states, and a wake folds few frames. Until then the journal holds what changed.
 */
export class Checkpoint {
	readonly #sql: Sql;
	readonly #dirty = new Set<number>();
	/** Where the written files stand. */
	seq = 0;
	/** When the last frame before it was written; milliseconds since 1970, 0 when there was none. */
	changedAt = 0;
	#frames = 0;
	#bytes = 0;

	constructor(sql: Sql) {
		this.#sql = sql;
	}

	/** The state as it was written last, in an epoch of its own when nothing was written yet. */
	load(epoch: string): Model {
		const model = emptyModel(epoch);
		for (const row of this.#sql.exec("SELECT id, body FROM checkpoint ORDER BY id")) {
			const body: unknown = JSON.parse(row.body as string);
			if (row.id === 0) this.#loadHead(model, body as Head);
			else loadChunk(model, body as Chunk[]);
		}
		model.state.seq = this.seq;
		return model;
	}

	#loadHead(model: Model, head: Head): void {
		for (const { batch, key, at, manifests, chunks } of head.batches) {
			foldChange(model, { batch, key, at });
			if (manifests) model.manifests.set(batch, [...manifests]);
			if (chunks) model.chunking.set(batch, chunks);
		}
		for (const [batch, ticket] of head.tickets) model.tickets.set(batch, ticket);
		model.head = head.head;
		model.lastFile = head.lastFile;
		model.lastBatch = head.lastBatch;
		if (head.receipts) model.receipts.load(head.receipts);
		this.seq = head.seq;
		this.changedAt = head.changedAt;
	}

	/** Remembers what a frame touched. */
	mark(changes: readonly Change[], bytes: number): void {
		for (const change of changes) if (isFileChange(change)) this.#dirty.add(chunkOf(change.file));
		this.#frames += 1;
		this.#bytes += bytes;
	}

	/** Whether so much has happened that a wake would be slow, or the ring lose what a wake needs. */
	get due(): boolean {
		return this.#frames >= CHECKPOINT_FRAMES || this.#bytes >= CHECKPOINT_BYTES;
	}

	/** Frames since the last checkpoint. */
	get frames(): number {
		return this.#frames;
	}

	/** Writes what changed since the last time. In the same transaction as the frame before it. */
	write(model: Model, changedAt: number): void {
		for (const chunk of this.#dirty) this.#writeChunk(model, chunk);
		const { state } = model;
		const batches = [...state.batches.values()].map(({ batch, key, at }) => {
			const manifests = model.manifests.get(batch);
			const chunks = model.chunking.get(batch);
			return { batch, key, at, ...(manifests && { manifests }), ...(chunks && { chunks }) };
		});
		const head: Head = {
			epoch: state.epoch,
			seq: state.seq,
			changedAt,
			lastFile: model.lastFile,
			lastBatch: model.lastBatch,
			batches,
			tickets: [...model.tickets],
			head: model.head,
			receipts: model.receipts.kept(),
		};
		this.#put(0, head);
		this.#dirty.clear();
		this.#frames = 0;
		this.#bytes = 0;
		this.seq = state.seq;
	}

	#writeChunk(model: Model, chunk: number): void {
		const files: Chunk[] = [];
		const first = (chunk - 1) * CHUNK_FILES + 1;
		for (let n = first; n < first + CHUNK_FILES; n++) {
			const file = model.state.files.get(n);
			if (file === undefined) continue;
			const object = model.objects.get(n);
			const incoming = model.incoming.get(n);
			const sha256 = model.objects.hashOf(n);
			const declared = model.declared.get(n);
			const link = model.links.get(n);
			files.push({
				file,
				...(object !== undefined && { object }),
				...(incoming !== undefined && { incoming }),
				...(sha256 !== undefined && { sha256 }),
				...(declared !== undefined && { declared }),
				...(link !== undefined && { link }),
			});
		}
		if (files.length === 0) this.#sql.exec("DELETE FROM checkpoint WHERE id = ?", chunk);
		else this.#put(chunk, files);
	}

	#put(id: number, body: unknown): void {
		this.#sql.exec("INSERT OR REPLACE INTO checkpoint (id, body) VALUES (?, ?)", id, JSON.stringify(body));
	}
}

function loadChunk(model: Model, files: readonly Chunk[]): void {
	for (const { file: record, object, incoming, sha256, declared, link } of files) {
		const { n, ...rest } = record;
		foldChange(model, { file: n, ...rest });
		if (object !== undefined) model.objects.set(n, object, sha256);
		if (declared !== undefined) model.declared.set(n, declared);
		if (link !== undefined) model.links.set(n, link);
		if (incoming !== undefined) model.incoming.set(n, incoming);
	}
}
