import { beforeEach, describe, expect, it } from "vitest";
import type { Failure } from "../../../../client/http/failure.ts";
import type { SearchHit, SearchReply } from "../../../../src/protocol/http/search.ts";
import { problem } from "../../../../src/protocol/problem.ts";
import { ok, type Result, refuse } from "../../../../src/protocol/result.ts";
import { SearchModel } from "../../../../web/models/search/search-model.ts";
import { FakeClock, settle } from "../../../client/support/fake-clock.ts";

interface SentRequest {
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
let requests: SentRequest[];
let search: SearchModel;

beforeEach(() => {
	clock = new FakeClock();
	requests = [];
	search = new SearchModel({
		clock,
		api: {
			search: (query, signal) =>
				new Promise((answer) => {
					requests.push({ query: new URLSearchParams(query), signal, answer });
				}),
		},
	});
	search.open();
});

async function type(words: string): Promise<void> {
	search.setWords(words);
	await clock.advance(500);
}

async function answer(hits: readonly SearchHit[], more = false): Promise<void> {
	requests.at(-1)?.answer(ok({ hits: [...hits], more }));
	await settle();
}

describe("a search", () => {
	it("is sent when typing pauses, not for every letter", async () => {
		for (const words of ["l", "la", "lam", "lamp "]) search.setWords(words);
		await clock.advance(500);
		expect(requests.map(({ query }) => query.get("q"))).toEqual(["lamp"]);
		expect(search.status.value.state).toBe("searching");
		await answer([hit(1)]);
		expect(search.status.value).toEqual({ state: "answered", more: false, partly: false });
		expect(search.hits.value).toEqual([hit(1)]);
	});

	it("aborts an older request, and ignores its late answer", async () => {
		await type("lamp ");
		await type("oil ");
		expect(requests.map(({ signal }) => signal.aborted)).toEqual([true, false]);
		requests[0]?.answer(ok({ hits: [hit(1)], more: false }));
		await settle();
		expect(search.hits.value).toEqual([]);
		await answer([hit(2)]);
		expect(search.hits.value).toEqual([hit(2)]);
	});

	it("sends nothing without a word, and clears the results", async () => {
		await type("lamp ");
		await answer([hit(1)]);
		await type("  ");
		expect(requests).toHaveLength(1);
		expect(search.hits.value).toEqual([]);
		expect(search.status.value.state).toBe("idle");
	});

	it("shows the server's refusal, and is sent again on request", async () => {
		await type('"open');
		requests[0]?.answer(refuse({ kind: "refused", status: 400, problem: problem("malformed", "Close it.") }));
		await settle();
		expect(search.status.value).toEqual({ state: "failed", detail: "Close it." });
		search.retry();
		await clock.advance(0);
		expect(requests).toHaveLength(2);
	});

	it("moves from hit to hit, and loads more past the last one", async () => {
		await type("lamp ");
		await answer([hit(1), hit(2)], true);
		search.moveTo(-1);
		expect(search.active.value).toBe(0);
		search.moveTo(1);
		search.moveTo(2);
		expect(search.active.value).toBe(1);
		expect(requests[1]?.query.get("offset")).toBe("2");
		await answer([hit(3)]);
		expect(search.hits.value.map(({ file }) => file)).toEqual([1, 2, 3]);
		expect(search.active.value).toBe(1);
		search.moveTo(2);
		expect(search.active.value).toBe(2);
		search.moveTo(3);
		expect(requests).toHaveLength(2);
	});

	it("is sent again with a filter, from the first hit on", async () => {
		await type("lamp ");
		await answer([hit(1), hit(2)]);
		search.moveTo(1);
		search.setFilters({ kind: "document" });
		await clock.advance(0);
		expect(requests[1]?.query.get("kind")).toBe("document");
		await answer([hit(2)]);
		expect(search.active.value).toBe(0);
	});

	it("is aborted when it is closed, and sent again when it is opened", async () => {
		await type("lamp ");
		search.close();
		expect(requests[0]?.signal.aborted).toBe(true);
		search.open();
		await clock.advance(0);
		expect(requests[1]?.query.get("q")).toBe("lamp");
		search.open("oil");
		await clock.advance(0);
		expect(requests[2]?.query.get("q")).toBe("oil OR oil*");
	});
});
