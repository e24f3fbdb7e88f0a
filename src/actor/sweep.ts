import type { Loop } from "../session/loop.ts";
import type { Litter, Trash } from "../session/trash.ts";
import type { Half, UploadStore } from "../session/upload-door.ts";
import { leftovers } from "../session/upload-rules.ts";
import type { BlobStore } from "../storage/blob-store.ts";

/** Removes from storage what the session has given up. */
export class Sweep {
	readonly #blobs: BlobStore;
	readonly #store: UploadStore;
	#running: Promise<void> | undefined;

	constructor(blobs: BlobStore, store: UploadStore) {
		this.#blobs = blobs;
		this.#store = store;
	}

	/** Empties the trash. What storage refuses to remove stays on the list for the alarm. */
	async empty(trash: Trash): Promise<void> {
		// One after the other, so that no row is struck out twice; the later one takes what came meanwhile.
		while (this.#running) await this.#running;
		if (!trash.waiting()) return;
		this.#running = this.#empty(trash).finally(() => {
			this.#running = undefined;
		});
		await this.#running;
	}

	async #empty(trash: Trash): Promise<void> {
		for (const { id, objects } of trash.list()) {
			try {
				await this.#remove(objects);
			} catch {
				return;
			}
			trash.strike(id);
		}
	}

	async #remove(litter: readonly Litter[]): Promise<void> {
		await this.#blobs.remove(litter.filter((item) => typeof item === "string"));
		for (const half of litter.filter((item): item is Half => typeof item !== "string"))
			await this.#store.discard(half);
	}

	/** Removes objects older than `before` (milliseconds since 1970) that nobody knows: what killed Workers left. */
	async orphans({ model, uploads }: Loop, before: number): Promise<void> {
		const known = new Set([...model.objects.values(), ...model.incoming.values()]);
		for (const { object, stored, rest } of uploads.open())
			for (const name of [object, stored, rest?.object]) if (name) known.add(name);
		await this.#blobs.sweep(known, before);
	}

	/** Removes everything of the session. Parts that were never put together are not listed: they are ended by name first. */
	async all({ trash, uploads }: Loop): Promise<void> {
		await this.empty(trash);
		if (trash.waiting()) throw new Error("storage removes nothing just now; the alarm tries again");
		for (const upload of uploads.open()) {
			const left = leftovers(upload);
			if (left) await this.#store.discard(left);
		}
		await this.#blobs.purge();
	}
}
