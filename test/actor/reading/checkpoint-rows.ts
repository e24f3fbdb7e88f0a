import { saveCheckpoints } from "../../../src/actor/reading/save-checkpoints.ts";
import type { ExtractionCheckpoint, TextPart } from "../../../src/extract/resume-store.ts";
import type { Chunk } from "../../../src/protocol/text/chunk.ts";
import { TextTables } from "../../../src/session/store/text-tables.ts";
import type { MemorySql } from "../../support/fakes/memory-sql.ts";

/** The file whose checkpoints are saved. */
export const FILE = 3;

/** A chunk that the index finds by `sentence`. */
export function chunk(index: number, text = `sentence ${index}`): Chunk {
	return { index, start: index * 10, end: index * 10 + text.length, tokens: 2, place: { page: index }, text };
}

/** A batch of text. */
export function batch(text: string): readonly TextPart[] {
	return [{ start: 0, place: {}, path: [], blocks: [{ text }] }];
}

/** Saves checkpoints together, each group in a transaction of its own. */
export function save(sql: MemorySql, ...groups: readonly (readonly ExtractionCheckpoint[])[]): void {
	const tables = new TextTables(sql);
	for (const group of groups) sql.transaction(() => saveCheckpoints(tables, FILE, group));
}

/** Everything that is stored, and what the index finds. */
export function rowsOf(sql: MemorySql): unknown {
	if (!new TextTables(sql).exists) return "no tables";
	return {
		readings: sql.exec("SELECT * FROM readings"),
		texts: sql.exec("SELECT * FROM texts ORDER BY id"),
		chunks: sql.exec("SELECT * FROM chunks ORDER BY id"),
		found: sql.exec("SELECT rowid FROM search WHERE search MATCH 'sentence' ORDER BY rowid"),
		indexed: sql.exec("SELECT count(*) AS rows FROM search_docsize"),
	};
}
