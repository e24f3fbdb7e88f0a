import { describe, expect, test } from "vitest";
import { apply, emptyState } from "../../../src/protocol/stream/session-state.ts";
import type { Chunk } from "../../../src/protocol/text/chunk.ts";
import { type SearchRequest, searchText } from "../../../src/session/search/search.ts";
import { FactsIndex } from "../../../src/session/store/facts-index.ts";
import { createTables } from "../../../src/session/store/schema.ts";
import { ROWS_PER_FILE, TextTables } from "../../../src/session/store/text-tables.ts";
import { MemorySql } from "../../support/fakes/memory-sql.ts";

const chunk = (index: number, text: string, place: Chunk["place"] = {}): Chunk => ({
	index,
	start: 0,
	end: text.length,
	tokens: 1,
	place,
	text,
});

/** A session of three files with text, the third of another batch. */
function searchableSession() {
	const sql = new MemorySql();
	createTables(sql);
	const tables = new TextTables(sql);
	const state = emptyState("epoch");
	apply(state, { batch: 1, key: "drop", at: 1 });
	apply(state, { batch: 2, key: "other", at: 1 });
	const texts: [batch: number, chunks: Chunk[]][] = [
		[
			1,
			[
				chunk(0, "The lighthouse keeper sleeps.", { page: 1 }),
				chunk(1, "Die Straße führt zum Café.", { page: 2 }),
			],
		],
		[1, [chunk(0, "Storms break the windows of a lighthouse.", { headings: ["Storms", "In winter"] })]],
		[2, [chunk(0, "Another keeper keeps bees.")]],
	];
	for (const [index, [batch, chunks]] of texts.entries()) {
		const file = index + 1;
		apply(state, { file, batch, name: `${file}.txt`, state: "completed", kind: "document", at: 1000 * file });
		for (const one of chunks) tables.putChunk(file, one);
		tables.makeSearchable(file, 0, chunks.length);
		tables.saveProgress(file, {
			note: null,
			textBatches: 0,
			chunks: chunks.length,
			searchable: chunks.length,
		});
	}
	const find = (query: string, more: Partial<SearchRequest> = {}, near: readonly number[] = []) => {
		const found = searchText(
			sql,
			{ text: tables, factsIndex: new FactsIndex(sql), state },
			{ query, limit: 10, offset: 0, ...more },
			near,
		);
		if (!found.ok) throw new Error(found.problem.detail);
		return found.value;
	};
	const where = (query: string, more?: Partial<SearchRequest>) =>
		find(query, more).hits.map((hit) => [hit.file, hit.chunk]);
	return { sql, tables, state, find, where };
}

describe("search", () => {
	test("finds words in any inflection and with or without accents, phrases, and prefixes", () => {
		const { where } = searchableSession();
		expect(where("keepers").sort()).toEqual([
			[1, 0],
			[3, 0],
		]);
		expect(where("strasse")).toEqual([]);
		expect(where("cafe strase".replace("strase", "straße"))).toEqual([[1, 1]]);
		expect(where("CAFÉ")).toEqual([[1, 1]]);
		expect(where('"lighthouse keeper"')).toEqual([[1, 0]]);
		expect(where("lightho* -keeper")).toEqual([[2, 0]]);
		expect(where("bees OR windows").sort()).toEqual([
			[2, 0],
			[3, 0],
		]);
		expect(where("nothing")).toEqual([]);
	});

	test("a heading ranks higher than the text below it", () => {
		const { find } = searchableSession();
		const [hit] = find("winter").hits;
		expect(hit).toMatchObject({ file: 2, place: { headings: ["Storms", "In winter"] } });
	});

	test("a hit has its location, and the matches in its snippet", () => {
		const { find } = searchableSession();
		const [hit] = find("sleeping").hits;
		expect(hit).toMatchObject({
			file: 1,
			name: "1.txt",
			batch: "drop",
			kind: "document",
			chunk: 0,
			place: { page: 1 },
		});
		expect(hit?.marks.map(([from, to]) => hit.snippet.slice(from, to))).toEqual(["sleeps"]);
		expect(hit?.score).toBeGreaterThan(0);
	});

	test("filters exclude files", () => {
		const { where } = searchableSession();
		expect(where("keeper", { batch: "other" })).toEqual([[3, 0]]);
		expect(where("keeper", { batch: "nobody" })).toEqual([]);
		expect(where("keeper", { kind: "image" })).toEqual([]);
		expect(where("keeper", { from: 2000 })).toEqual([[3, 0]]);
		expect(where("keeper", { to: 2000 })).toEqual([[1, 0]]);
	});

	test("hits are paginated", () => {
		const { find } = searchableSession();
		const first = find("keeper", { limit: 1 });
		const second = find("keeper", { limit: 1, offset: 1 });
		expect([first.hits.length, first.more, second.hits.length, second.more]).toEqual([1, true, 1, false]);
		expect(first.hits[0]?.file).not.toBe(second.hits[0]?.file);
	});

	test("a question that no text matches with every word is matched with some of them, and says so", () => {
		const { find, where } = searchableSession();
		const asked = "where does the keeper of bees live";
		expect(where(asked)[0]).toEqual([3, 0]);
		expect(find(asked).partly).toBe(true);
		const second = find(asked, { limit: 1, offset: 1 });
		expect([second.partly, second.hits.length]).toEqual([true, 1]);
		expect(find("keeper bees").partly).toBeUndefined();
		// After the last page of full matches there are no partial ones.
		expect(find("keeper bees", { offset: 1 }).hits).toEqual([]);
		expect(find("keeper nobody -bees").hits.map(({ file }) => file)).toEqual([1]);
	});

	test("semantic matches are merged with word matches, and what is both comes first", () => {
		const { find } = searchableSession();
		const row = (file: number, chunk: number) => file * ROWS_PER_FILE + chunk;
		const near = [row(3, 0), row(1, 1), row(99, 0), row(1, 77)];
		const { hits, more } = find("keeper", {}, near);
		expect(hits.map(({ file, chunk }) => [file, chunk])).toEqual([
			[3, 0],
			[1, 0],
			[1, 1],
		]);
		expect(hits[2]).toMatchObject({ snippet: "Die Straße führt zum Café.", marks: [], place: { page: 2 } });
		expect(hits.map(({ score }) => score > 0)).toEqual([true, true, true]);
		expect(more).toBe(false);
		expect(find("keeper", { batch: "drop" }, near).hits.map(({ file }) => file)).toEqual([1, 1]);
		expect(find("nobody", {}, near).hits.map(({ file }) => file)).toEqual([3, 1]);
	});

	test("pages of merged hits are consecutive", () => {
		const { find } = searchableSession();
		const near = [3 * ROWS_PER_FILE, ROWS_PER_FILE + 1];
		const whole = find("keeper", {}, near).hits;
		const pages = [0, 1, 2].map((offset) => find("keeper", { limit: 1, offset }, near));
		expect(pages.flatMap(({ hits }) => hits)).toEqual(whole);
		expect(pages.map(({ more }) => more)).toEqual([true, true, false]);
	});

	test("a session without text has no hits, and no search tables", () => {
		const sql = new MemorySql();
		createTables(sql);
		const before = sql.exec("SELECT name FROM sqlite_master");
		const searched = { text: new TextTables(sql), factsIndex: new FactsIndex(sql), state: emptyState() };
		const found = searchText(sql, searched, { query: "word", limit: 10, offset: 0 });
		expect(found).toEqual({ ok: true, value: { hits: [], more: false } });
		expect(sql.exec("SELECT name FROM sqlite_master")).toEqual(before);
	});

	test("removing files removes their rows and words", () => {
		const { sql, tables, where } = searchableSession();
		tables.drop([1, 3, 99]);
		expect(where("keeper")).toEqual([]);
		expect(where("lighthouse")).toEqual([[2, 0]]);
		expect(sql.exec("SELECT n FROM readings")).toEqual([{ n: 2 }]);
		tables.drop([2]);
		for (const table of ["readings", "texts", "chunks"])
			expect(sql.exec(`SELECT * FROM ${table}`)).toEqual([]);
		const blocks = sql.exec("SELECT hex(block) AS hex FROM search_data").map(({ hex }) => String(hex));
		expect(blocks.join()).not.toContain(Buffer.from("lighthous").toString("hex").toUpperCase());
	});
});
