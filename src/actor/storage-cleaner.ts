import type { Half, UploadStore } from "../session/rpc/upload-rpc.ts";
import { leftovers } from "../session/rules/upload-rules.ts";
import type { Loop } from "../session/session.ts";
import type { Litter, Trash } from "../session/store/deletion-queue.ts";
import type { BlobStore } from "../storage/blob-store.ts";
import type { Meanings } from "./reading/semantic-index.ts";

/** Removes from storage what the session has given up. */
export class Sweep {
	readonly #blobs: BlobStore;
	readonly #store: UploadStore;
	readonly #meanings: Meanings;
	#running: Promise<void> | undefined;

	constructor(blobs: BlobStore, store: UploadStore, meanings: Meanings) {
		this.#blobs = blobs;
		this.#store = store;
		this.#meanings = meanings;
	}

	/** Empties the trash, and forgets vectors. What storage or the index refuse to remove stays on the list for the alarm. */
	async empty(loop: Loop): Promise<void> {
		// One after the other, so that no row is struck out twice; the later one takes what came meanwhile.
		while (this.#running) await this.#running;
		if (!isWaiting(loop)) return;
		this.#running = this.#empty(loop.trash)
			.then(() => this.#meanings.forget(loop))
			.finally(() => {
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
	async all(loop: Loop): Promise<void> {
		loop.text.vectors.drop("all");
		await this.empty(loop);
		if (isWaiting(loop)) throw new Error("storage removes nothing just now; the alarm tries again");
		for (const upload of loop.uploads.open()) {
			const left = leftovers(upload);
			if (left) await this.#store.discard(left);
		}
		await this.#blobs.purge();
	}
}

function isWaiting({ trash, text }: Loop): boolean {
	return trash.waiting() || text.vectors.waiting();
}
