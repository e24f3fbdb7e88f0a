import type { EmbeddedThumbnail, Facts } from "../../protocol/files/facts.ts";
import { findableWords } from "../search/searchable-words.ts";
import type { Sql } from "./sql.ts";

/** Saves what was found in a file: one row a file, replaced when it is read again. */
export function saveFacts(sql: Sql, file: number, facts: Facts): void {
	sql.exec(
		"INSERT OR REPLACE INTO facts (n, words, body) VALUES (?, ?, ?)",
		file,
		findableWords(facts) ?? null,
		JSON.stringify(facts),
	);
}

/** What was found in a file, as the JSON text of its `Facts`; `null` when nothing was saved. */
export function loadFactsText(sql: Sql, file: number): string | null {
	const row = sql.exec("SELECT body FROM facts WHERE n = ?", file)[0];
	return row === undefined ? null : (row.body as string);
}

/** What of a file's facts is needed to show a small picture of it. */
export interface Picture {
	/** Where the file holds one; `null` when it holds none, or was not read yet. */
	readonly thumbnail: EmbeddedThumbnail | null;
	/** Pixels of the picture, width times height; 0 when it is none or was not read. */
	readonly pixels: number;
	/** How it must be turned to stand upright: EXIF's 1 to 8. */
	readonly orientation: number;
}

/** Reads what a small picture needs. */
export function loadPicture(sql: Sql, file: number): Picture {
	const text = loadFactsText(sql, file);
	if (text === null) return { thumbnail: null, pixels: 0, orientation: 1 };
	const facts = JSON.parse(text) as Facts;
	const turn = facts.summary.find(({ name }) => name === "orientation")?.value;
	const orientation = typeof turn === "number" ? turn : 1;
	return { thumbnail: facts.thumbnail ?? null, pixels: pixelsOf(facts), orientation };
}

function pixelsOf({ summary }: Facts): number {
	const size = summary.find(({ name }) => name === "size")?.value;
	if (typeof size !== "object" || size === null || Array.isArray(size)) return 0;
	const { width, height } = size;
	return typeof width === "number" && typeof height === "number" ? width * height : 0;
}

/** Forgets what was found in these files. */
export function dropFacts(sql: Sql, files: readonly number[]): void {
	for (const file of files) sql.exec("DELETE FROM facts WHERE n = ?", file);
}
