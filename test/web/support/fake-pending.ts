import type { PendingBatch, PendingFiles } from "../../../web/edges/pending-files.ts";

/** What IndexedDB would keep, in memory; it outlives fake tabs. */
export class FakePending implements PendingFiles {
	readonly kept = new Map<string, { readonly batch: PendingBatch; readonly files: Map<number, File> }>();
	/** Whether the browser refuses to keep anything. */
	full = false;

	async batches(session: string): Promise<readonly PendingBatch[]> {
		for (const [key, { batch }] of this.kept) if (batch.session !== session) this.kept.delete(key);
		return Array.from(this.kept.values(), ({ batch }) => batch);
	}

	async files(key: string, each: (files: readonly { index: number; file: File }[]) => void): Promise<void> {
		const files = this.kept.get(key)?.files ?? new Map<number, File>();
		each(Array.from(files, ([index, file]) => ({ index, file })));
	}

	async keep(batch: PendingBatch, files: readonly File[], isWanted: (index: number) => boolean) {
		if (this.full) throw new DOMException("No room.", "QuotaExceededError");
		const wanted = [...files.entries()].filter(([index]) => isWanted(index));
		this.kept.set(batch.key, { batch, files: new Map(wanted) });
		return wanted.length;
	}

	async forget(key: string, indexes: readonly number[]): Promise<void> {
		for (const index of indexes) this.kept.get(key)?.files.delete(index);
	}

	async forgetBatch(key: string): Promise<void> {
		this.kept.delete(key);
	}
}
