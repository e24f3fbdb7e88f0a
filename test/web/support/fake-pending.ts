import {
	type PendingBatch,
	type PendingFile,
	type PendingFiles,
	planCopies,
} from "../../../web/edges/storage/pending-files.ts";

/** What IndexedDB would store, in memory; it outlives fake tabs. */
export class FakePending implements PendingFiles {
	readonly kept = new Map<
		string,
		{ readonly batch: PendingBatch; readonly files: Map<number, PendingFile> }
	>();
	/** Whether the browser refuses to store anything. */
	full = false;
	/** Bytes that may be copied. */
	room = Number.POSITIVE_INFINITY;

	async listBatches(session: string): Promise<readonly PendingBatch[]> {
		for (const [key, { batch }] of this.kept) if (batch.session !== session) this.kept.delete(key);
		return Array.from(this.kept.values(), ({ batch }) => batch);
	}

	async readFiles(key: string, each: (files: readonly PendingFile[]) => void): Promise<void> {
		each([...(this.kept.get(key)?.files.values() ?? [])]);
	}

	async save(batch: PendingBatch, files: readonly PendingFile[], isWanted: (index: number) => boolean) {
		if (this.full) throw new DOMException("No room.", "QuotaExceededError");
		const kept = planCopies(files, this.room).filter(({ index }) => isWanted(index));
		const before = this.kept.get(batch.key)?.files ?? [];
		const all = new Map([...before, ...kept.map((file) => [file.index, file] as const)]);
		this.kept.set(batch.key, { batch, files: all });
		return kept.length;
	}

	async deleteFiles(key: string, indexes: readonly number[]): Promise<void> {
		for (const index of indexes) this.kept.get(key)?.files.delete(index);
	}

	async deleteBatch(key: string): Promise<void> {
		this.kept.delete(key);
	}
}
