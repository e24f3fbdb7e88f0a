import type { EmbeddedThumbnail, Facts } from "../../protocol/files/facts.ts";
import { FactsIndex } from "./facts-index.ts";
import { searchableWords } from "./searchable-words.ts";
import type { Sql } from "./sql.ts";

/** The part of a file's facts that is needed to show a small picture of it. */
export interface Picture {
	/** Where the file embeds one; `null` when it embeds none or has not been read. */
	readonly thumbnail: EmbeddedThumbnail | null;
	/** Width times height; 0 for what is not a picture or has not been read. */
	readonly pixels: number;
	/** EXIF orientation, 1 to 8: how the picture must be turned to stand upright. */
	readonly orientation: number;
}

/** What was found in each file: one row a file, and the full-text index over its words. */
export class FactsTable {
	readonly index: FactsIndex;
	readonly #sql: Sql;

	constructor(sql: Sql) {
		this.#sql = sql;
		this.index = new FactsIndex(sql);
	}

	/** Saves a file's facts, replacing those of an earlier reading. */
	save(file: number, facts: Facts): void {
		// The index is external-content: removing a row from it needs the very words that it was given.
		this.index.drop([file]);
		this.#sql.exec(
			"INSERT OR REPLACE INTO facts (n, words, body) VALUES (?, ?, ?)",
			file,
			searchableWords(facts) ?? null,
			JSON.stringify(facts),
		);
	}

	/** The JSON text of a file's `Facts`; `null` when none were saved. */
	loadText(file: number): string | null {
		const row = this.#sql.exec("SELECT body FROM facts WHERE n = ?", file)[0];
		return row === undefined ? null : (row.body as string);
	}

	/** What a small picture of the file needs. */
	loadPicture(file: number): Picture {
		const text = this.loadText(file);
		if (text === null) return { thumbnail: null, pixels: 0, orientation: 1 };
		const facts = JSON.parse(text) as Facts;
		const turn = facts.summary.find(({ name }) => name === "orientation")?.value;
		const orientation = typeof turn === "number" ? turn : 1;
		return { thumbnail: facts.thumbnail ?? null, pixels: pixelsOf(facts), orientation };
	}

	/** Removes the facts of these files, and their words from the index. */
	drop(files: readonly number[]): void {
		this.index.drop(files);
		for (const file of files) this.#sql.exec("DELETE FROM facts WHERE n = ?", file);
	}
}

function pixelsOf({ summary }: Facts): number {
	const size = summary.find(({ name }) => name === "size")?.value;
	if (typeof size !== "object" || size === null || Array.isArray(size)) return 0;
	const { width, height } = size;
	return typeof width === "number" && typeof height === "number" ? width * height : 0;
}
