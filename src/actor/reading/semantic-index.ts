import type { LearnMeaning } from "../../extract/semantic-upsert.ts";
import type { VectorIndex } from "../../model/vector-index.ts";
import type { Problem } from "../../protocol/problem.ts";
import type { Result } from "../../protocol/result.ts";
import type { SearchReply } from "../../protocol/text/search.ts";
import { type Search, searchText } from "../../session/search/search.ts";
import { parseQuery } from "../../session/search/search-query.ts";
import type { Loop } from "../../session/session.ts";
import type { Sql } from "../../session/store/sql.ts";
import { ROWS_PER_FILE } from "../../session/store/text-tables.ts";

/** Finds text of a session by its words, and by its meaning where an index of vectors is bound. */
export class Meanings {
	readonly #sql: Sql;
	readonly #index: VectorIndex | undefined;

	constructor(sql: Sql, index: VectorIndex | undefined) {
		this.#sql = sql;
		this.#index = index;
	}

	/** Learns chunks of one file while it is wanted. That they may be in the index is written before they are. */
	learning({ text }: Loop, file: number, wanted: () => boolean): LearnMeaning | undefined {
		const index = this.#index;
		if (index === undefined) return undefined;
		return async (chunks) => {
			if (wanted()) text.vectors.mark(file, (chunks.at(-1)?.index ?? 0) + 1);
			const rows = chunks.map(({ index, place, text }) => ({
				row: file * ROWS_PER_FILE + index,
				text: [...(place.headings ?? []), text].join("\n"),
			}));
			return index.put(rows, wanted);
		};
	}

	/** Looks for what somebody typed. Where the index of vectors does not answer, words alone decide. */
	async search({ text, findable, model }: Loop, search: Search): Promise<Result<SearchReply, Problem>> {
		const query = parseQuery(search.query);
		const asked = query.ok && query.value.plain && text.vectors.there ? this.#index : undefined;
		const near = await asked?.near(search.query);
		return searchText(this.#sql, { text, findable, state: model.state }, search, near);
	}

	/** Removes the vectors of files that are gone. What the index refuses stays written for the alarm. */
	async forget({ text: { vectors } }: Loop): Promise<void> {
		for (const { n, chunks } of vectors.gone()) {
			try {
				await this.#index?.remove(n * ROWS_PER_FILE, chunks);
			} catch {
				return;
			}
			vectors.strike(n);
		}
	}
}
