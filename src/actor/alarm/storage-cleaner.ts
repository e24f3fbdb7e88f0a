import type { OpenMultipart, UploadStore } from "../../session/rules/upload-protocol.ts";
import { deletionsFor } from "../../session/rules/upload-rules.ts";
import type { DeletionEntry } from "../../session/store/deletion-queue.ts";
import type { SessionStore } from "../../session/store/session-store.ts";
import type { BlobStore } from "../../storage/blob-store.ts";
import type { SemanticIndex } from "../reading/semantic-index.ts";

/** Deletes from R2, and from the vector index, what the session has given up. */
export class StorageCleaner {
	readonly #blobs: BlobStore;
	readonly #multipart: UploadStore;
	readonly #semantic: SemanticIndex;
	#running: Promise<void> | undefined;

	constructor(blobs: BlobStore, multipart: UploadStore, semantic: SemanticIndex) {
		this.#blobs = blobs;
		this.#multipart = multipart;
		this.#semantic = semantic;
	}

	/** Drains the deletion queue. What storage or the index refuse to delete stays queued for the alarm. */
	async drainDeletions(store: SessionStore): Promise<void> {
		// One drain at a time, so that no row is confirmed twice; the later one takes what came meanwhile.
		while (this.#running) await this.#running;
		if (!hasDeletions(store)) return;
		this.#running = this.#drain(store)
			.then(() => this.#semantic.drainDeletions(store.text.vectors))
			.finally(() => {
				this.#running = undefined;
			});
		await this.#running;
	}

	async #drain({ deletions }: SessionStore): Promise<void> {
		for (const { id, entries } of deletions.pending()) {
			try {
				await this.#delete(entries);
			} catch {
				return;
			}
			deletions.confirmDeleted(id);
		}
	}

	async #delete(entries: readonly DeletionEntry[]): Promise<void> {
		await this.#blobs.remove(entries.filter((entry) => typeof entry === "string"));
		for (const unfinished of entries.filter((entry): entry is OpenMultipart => typeof entry !== "string"))
			await this.#multipart.discard(unfinished);
	}

	/** Deletes objects older than `before` (milliseconds since 1970) that belong to nothing: killed Workers leave them. */
	async collectOrphans(files: Iterable<string>, { uploads }: SessionStore, before: number): Promise<void> {
		const known = new Set(files);
		for (const { object, stored, tail } of uploads.open())
			for (const name of [object, stored, tail?.object]) if (name) known.add(name);
		await this.#blobs.removeOrphans(known, before);
	}

	/** Deletes everything of a session. Multipart uploads that were never completed are not listed by R2, so they are aborted by name first. */
	async removeEverything(store: SessionStore): Promise<void> {
		store.text.vectors.markDeleted("all");
		await this.drainDeletions(store);
		if (hasDeletions(store)) throw new Error("storage does not delete just now; the alarm tries again");
		for (const upload of store.uploads.open()) {
			const unfinished = deletionsFor(upload);
			if (unfinished) await this.#multipart.discard(unfinished);
		}
		await this.#blobs.removeAll();
	}
}

/** Whether objects or vectors wait to be deleted. */
export function hasDeletions({ deletions, text }: SessionStore): boolean {
	return deletions.hasPending() || text.vectors.hasPendingDeletions();
}
