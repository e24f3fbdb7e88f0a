import type { Change } from "../../../src/protocol/files/change.ts";
import type {
	LocalSessionStore,
	SessionWrite,
	StoredSession,
} from "../../../web/edges/storage/session-store.ts";

/** What IndexedDB would store, in memory; it outlives fake pages. */
export class FakeSessionStore implements LocalSessionStore {
	/** Whether writing fails, as on a full disk. */
	full = false;
	/** Whether nothing ever answers, as while another page upgrades the database. */
	stuck = false;
	/** Number of chunks written by each save. */
	readonly saves: number[] = [];
	#head: Omit<StoredSession, "changes"> | undefined;
	#chunks = new Map<number, string>();

	async load(): Promise<StoredSession | undefined> {
		if (this.stuck) await new Promise(() => {});
		if (this.#head === undefined) return undefined;
		const texts = [...this.#chunks].sort(([a], [b]) => a - b).map(([, text]) => text);
		return { ...this.#head, changes: texts.flatMap((text) => JSON.parse(text) as Change[]) };
	}

	async save({ basedOn: onTopOf, chunks, ...head }: SessionWrite): Promise<boolean> {
		if (this.full) throw new DOMException("No room.", "QuotaExceededError");
		if (onTopOf === undefined) this.#chunks.clear();
		else if (this.#head?.stamp !== onTopOf) return false;
		for (const [chunk, text] of chunks)
			if (text === undefined) this.#chunks.delete(chunk);
			else this.#chunks.set(chunk, text);
		this.#head = head;
		this.saves.push(chunks.size);
		return true;
	}

	async clear(): Promise<void> {
		this.#head = undefined;
		this.#chunks.clear();
	}
}
