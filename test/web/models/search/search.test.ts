import { beforeEach, describe, expect, it } from "vitest";
import type { Failure } from "../../../../client/http/failure.ts";
import { problem } from "../../../../src/protocol/problem.ts";
import { ok, type Result, refuse } from "../../../../src/protocol/result.ts";
import type { SearchHit, SearchReply } from "../../../../src/protocol/text/search.ts";
import { Search } from "../../../../web/models/search/search.ts";
import { FakeClock, settle } from "../../../client/support/fake-clock.ts";

interface Asked {
	readonly query: URLSearchParams;
	readonly signal: AbortSignal;
	answer(result: Result<SearchReply, Failure>): void;
}

const hit = (file: number): SearchHit => ({
	file,
	name: `${file}.pdf`,
	batch: "drop",
	chunk: 0,
	place: {},
	snippet: "lamp",
	marks: [[0, 4]],
	score: 1,
});

let clock: FakeClock;
let asked: Asked[];
let search: Search;

beforeEach(() => {
	clock = new FakeClock();
	asked = [];
	search = new Search({
		clock,
		api: {
			search: (query, signal) =>
				new Promise((answer) => {
					asked.push({ query: new URLSearchParams(query), signal, answer });
				}),
		},
	});
	search.open();
});

async function type(words: string): Promise<void> {
	search.type(words);
	await clock.advance(500);
}

async function answer(hits: readonly SearchHit[], more = false): Promise<void> {
	asked.at(-1)?.answer(ok({ hits: [...hits], more }));
	await settle();
}

describe("a search", () => {
	it("asks once typing rests, and not for every letter", async () => {
		for (const words of ["l", "la", "lam", "lamp "]) search.type(words);
		await clock.advance(500);
		expect(asked.map(({ query }) => query.get("q"))).toEqual(["lamp"]);
		expect(search.standing.value.state).toBe("asking");
		await answer([hit(1)]);
		expect(search.standing.value).toEqual({ state: "answered", more: false, partly: false });
		expect(search.hits.value).toEqual([hit(1)]);
	});

	it("aborts an older question, and takes no late answer to it", async () => {
		await type("lamp ");
		await type("oil ");
		expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
		asked[0]?.answer(ok({ hits: [hit(1)], more: false }));
		await settle();
		expect(search.hits.value).toEqual([]);
		await answer([hit(2)]);
		expect(search.hits.value).toEqual([hit(2)]);
	});

	it("asks nothing without a word, and forgets what was found", async () => {
		await type("lamp ");
		await answer([hit(1)]);
		await type("  ");
		expect(asked).toHaveLength(1);
		expect(search.hits.value).toEqual([]);
		expect(search.standing.value.state).toBe("nothing asked");
	});

	it("says what the server says is wrong, and asks again when it is told to", async () => {
		await type('"open');
		asked[0]?.answer(refuse({ kind: "refused", status: 400, problem: problem("malformed", "Close it.") }));
		await settle();
		expect(search.standing.value).toEqual({ state: "failed", detail: "Close it." });
		search.again();
		await clock.advance(0);
		expect(asked).toHaveLength(2);
	});

	it("goes from hit to hit, and asks for more behind the last one", async () => {
		await type("lamp ");
		await answer([hit(1), hit(2)], true);
		search.moveTo(-1);
		expect(search.active.value).toBe(0);
		search.moveTo(1);
		search.moveTo(2);
		expect(search.active.value).toBe(1);
		expect(asked[1]?.query.get("offset")).toBe("2");
		await answer([hit(3)]);
		expect(search.hits.value.map(({ file }) => file)).toEqual([1, 2, 3]);
		expect(search.active.value).toBe(1);
		search.moveTo(2);
		expect(search.active.value).toBe(2);
		search.moveTo(3);
		expect(asked).toHaveLength(2);
	});

	it("asks anew with a filter, from the first hit on", async () => {
		await type("lamp ");
		await answer([hit(1), hit(2)]);
		search.moveTo(1);
		search.narrow({ kind: "document" });
		await clock.advance(0);
		expect(asked[1]?.query.get("kind")).toBe("document");
		await answer([hit(2)]);
		expect(search.active.value).toBe(0);
	});

	it("lets its question go when it is closed, and asks it again when it is opened", async () => {
		await type("lamp ");
		search.close();
		expect(asked[0]?.signal.aborted).toBe(true);
		search.open();
		await clock.advance(0);
		expect(asked[1]?.query.get("q")).toBe("lamp");
		search.open("oil");
		await clock.advance(0);
		expect(asked[2]?.query.get("q")).toBe("oil OR oil*");
	});
});
