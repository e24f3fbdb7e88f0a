import { describe, expect, test } from "vitest";
import { readSearch } from "../../src/routes/search-request.ts";

const AT = Date.UTC(2026, 0, 2);

describe("a search's query parameters", () => {
	test.each([
		[{ q: "cats" }, { query: "cats", limit: 20, offset: 0 }],
		[
			{ q: "cats", limit: "5", offset: "10" },
			{ limit: 5, offset: 10 },
		],
		[
			{ q: "cats", kind: "document", batch: "drop" },
			{ kind: "document", batch: "drop" },
		],
		[
			{ q: "cats", from: "2026-01-02", to: "2026-01-02" },
			{ from: AT, to: AT + 86_400_000 },
		],
		[
			{ q: "cats", from: "2026-01-02T00:00:00Z", to: String(AT) },
			{ from: AT, to: AT },
		],
		[{}, { query: "" }],
	])("reads %j", (query, search) => {
		expect(readSearch(query)).toMatchObject({ ok: true, value: search });
	});

	test.each([
		[{ q: "a", kind: "photo" }, /`kind` as one of/],
		[{ q: "a", from: "yesterday" }, /`from` and `to`/],
		[{ q: "a", limit: "0" }, /limit/],
		[{ q: "a", limit: "51" }, /limit/],
		[{ q: "a", offset: "-1" }, /offset/],
	])("refuses %j with an explanation", (query, detail) => {
		const read = readSearch(query);
		expect(read.ok ? "" : read.problem.detail).toMatch(detail);
	});
});
