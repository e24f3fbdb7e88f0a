import type { SemanticUpsert } from "../../extract/semantic-upsert.ts";
import type { VectorIndex } from "../../model/vector-index.ts";
import { parseQuery } from "../../session/search/search-query.ts";
import { ROWS_PER_FILE } from "../../session/store/text-tables.ts";
import type { VectorTable } from "../../session/store/vector-table.ts";

/** Chunks by meaning: in a vector index, where one is bound. */
export class SemanticIndex {
	readonly #index: VectorIndex | undefined;

	constructor(index: VectorIndex | undefined) {
		this.#index = index;
	}

	/** Whether one is bound. */
	get exists(): boolean {
		return this.#index !== undefined;
	}

	/** Adds chunks of one file while it is wanted. That they may be in the index is written before they are. */
	upserterFor(vectors: VectorTable, file: number, isWanted: () => boolean): SemanticUpsert | undefined {
		const index = this.#index;
		if (index === undefined) return undefined;
		return async (chunks) => {
			if (isWanted()) vectors.mark(file, (chunks.at(-1)?.index ?? 0) + 1);
			const rows = chunks.map(({ index, place, text }) => ({
				row: file * ROWS_PER_FILE + index,
				text: [...(place.headings ?? []), text].join("\n"),
			}));
			return index.upsert(rows, isWanted);
		};
	}

	/** Rows of chunks that mean about what was asked, nearest first; `undefined` when words alone must decide. */
	async nearest(vectors: VectorTable, text: string): Promise<readonly number[] | undefined> {
		const query = parseQuery(text);
		// Operators and quotation marks ask for these very words.
		if (!query.ok || !query.value.plain || !vectors.exists) return undefined;
		return this.#index?.nearest(text);
	}

	/** Deletes the vectors of removed files. What the index refuses stays marked for the alarm. */
	async drainDeletions(vectors: VectorTable): Promise<void> {
		for (const { n, chunks } of vectors.pendingDeletions()) {
			try {
				await this.#index?.remove(n * ROWS_PER_FILE, chunks);
			} catch {
				return;
			}
			vectors.confirmDeleted(n);
		}
	}
}
