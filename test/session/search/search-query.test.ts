import { describe, expect, test } from "vitest";
import { parseQuery } from "../../../src/session/search/search-query.ts";
import { MemorySql } from "../../support/fakes/memory-sql.ts";
import { property } from "../../support/seed.ts";

describe("a query", () => {
	test.each([
		["cats", '("cats")'],
		["cats dogs", '("cats") AND ("dogs")'],
		['"two cats" dogs', '("two cats") AND ("dogs")'],
		["lightho*", '("lightho"*)'],
		['"light ho"*', '("light ho"*)'],
		["cats OR dogs mice", '("cats" OR "dogs") AND ("mice")'],
		["cats -dogs -mice", '(("cats")) NOT ("dogs" OR "mice")'],
		["or and not NEAR", '("or") AND ("and") AND ("not") AND ("NEAR")'],
		["it's a^b (c) d:e", '("it\'s") AND ("a^b") AND ("(c)") AND ("d:e")'],
		["grün !!! Straße", '("grün") AND ("Straße")'],
		["a-b", '("a-b")'],
	])("%s becomes %s", (query, expression) => {
		expect(parseQuery(query)).toMatchObject({ ok: true, value: { all: expression } });
	});

	test.each([
		["cats", undefined],
		["cats OR dogs", undefined],
		["what do cats eat", '"what" OR "do" OR "cats" OR "eat"'],
		['"two cats" dogs -mice', '("two cats" OR "dogs") NOT ("mice")'],
	])("%s becomes, when no text has all of it, %s", (query, expression) => {
		const parsed = parseQuery(query);
		expect(parsed.ok && parsed.value.some).toBe(expression);
	});

	test.each([
		["what do cats eat", true],
		["cats -dogs", false],
		['"two cats"', false],
		["cat*", false],
		["cats OR dogs", false],
		["a-b", true],
	])("%s may be meant as a question: %s", (query, plain) => {
		const parsed = parseQuery(query);
		expect(parsed.ok && parsed.value.plain).toBe(plain);
	});

	test.each([
		["", /no word/],
		["   ", /no word/],
		["!!! ***", /no word/],
		["-cats", /no word/],
		['"open', /not closed/],
		['-"open', /not closed/],
		["OR cats", /between two words/],
		["cats OR", /between two words/],
		["cats OR OR dogs", /between two words/],
		["cats OR -dogs", /leave out/],
		["x".repeat(600), /512 characters/],
		["a ".repeat(40), /32 words/],
	])("%j is refused with a sentence", (query, detail) => {
		const parsed = parseQuery(query);
		expect(parsed).toMatchObject({ ok: false, problem: { code: "malformed", status: 400 } });
		expect(parsed.ok ? "" : parsed.problem.detail).toMatch(detail);
	});

	test("any input is either valid for the index or refused", async () => {
		const sql = new MemorySql();
		sql.exec("CREATE VIRTUAL TABLE search USING fts5(text)");
		const pieces = [
			'"',
			"*",
			"-",
			" ",
			"OR",
			"AND",
			"NOT",
			"NEAR(",
			")",
			"(",
			":",
			"^",
			"+",
			"cat",
			"ü",
			"\0",
			"'",
			"\ud800",
			"{",
			"字",
		];
		await property(500, (chance) => {
			const query = Array.from({ length: 1 + chance.below(12) }, () => chance.pick(pieces)).join("");
			const parsed = parseQuery(query);
			if (!parsed.ok) return;
			for (const expression of [parsed.value.all, parsed.value.some ?? parsed.value.all])
				sql.exec("SELECT rowid FROM search WHERE search MATCH ?", expression);
		});
	});
});
