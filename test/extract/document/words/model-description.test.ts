import { describe, expect, test } from "vitest";
import type { AskModel, ModelCall } from "../../../../src/extract/ask-model.ts";
import { extractFile } from "../../../../src/extract/extract-file.ts";
import type { Facts } from "../../../../src/protocol/files/facts.ts";
import { ok, refuse } from "../../../../src/protocol/result.ts";
import { utf8 } from "../../../fixtures/bytes.ts";
import { fact, sourceOf } from "../../from-bytes.ts";

const TEXT =
	"Ada Lovelace wrote to the Royal Society in London about the engine. The engine was never built.";

const ANSWER = {
	summary: "A letter about an engine\nthat was never built.",
	keywords: ["engine", "letter", "engine"],
	people: ["Ada Lovelace", "Charles Babbage"],
	organisations: ["Royal Society"],
	places: ["London"],
};

async function read(model: AskModel | undefined, text = TEXT): Promise<Facts> {
	const { result } = await extractFile(
		{ name: "a.txt", source: sourceOf(utf8(text)), now: () => 0, model },
		() => {},
	);
	if (!result.ok) throw new Error(result.problem.detail);
	return result.value;
}

const values = (facts: Facts) =>
	Object.fromEntries(
		["summary", "keywords", "people", "organisations", "places"].map((name) => [
			name,
			fact(facts, name)?.value,
		]),
	);

describe("a document with a model", () => {
	test.each([
		["an object", { response: ANSWER }],
		["text", { response: JSON.stringify(ANSWER), usage: {} }],
	])("has the summary, keywords and names of an answer in the form of %s", async (_what, answer) => {
		const facts = await read(async () => ok(answer));
		expect(values(facts)).toEqual({
			summary: "A letter about an engine that was never built.",
			keywords: ["engine", "letter"],
			people: ["Ada Lovelace"],
			organisations: ["Royal Society"],
			places: ["London"],
		});
		expect(fact(facts, "people")?.source).toMatch(/^Model @cf\//);
		expect(facts.warnings).toEqual([]);
	});

	test("causes one call, with a bounded part of the text and a timeout", async () => {
		const calls: ModelCall[] = [];
		await read(async (call) => {
			calls.push(call);
			return ok({ response: ANSWER });
		}, `${TEXT}\n\n`.repeat(4_000));
		expect(calls).toHaveLength(1);
		expect(JSON.stringify(calls[0]?.inputs).length).toBeLessThan(20_000);
		expect(calls[0]?.timeoutMs).toBeLessThanOrEqual(30_000);
	});

	test.each([
		["does not answer", refuse({ code: "model-slow" as const, detail: "The model did not answer." })],
		["answers with nothing", ok(null)],
		["answers with prose", ok({ response: "Sure! Here is a summary:" })],
		["answers with other types", ok({ response: { ...ANSWER, people: [1, null] } })],
		["answers without a summary", ok({ response: { ...ANSWER, summary: " " } })],
	])("is read without the model when it %s, with a notice", async (_what, answer) => {
		const without = await read(undefined);
		const facts = await read(async () => answer);
		expect(facts.warnings).toEqual([
			expect.stringMatching(/^The summary and keywords come from word counts, not from a model\. .+\.$/),
		]);
		expect({ ...facts, warnings: [] }).toEqual(without);
	});

	test("keeps a bounded part of a long answer", async () => {
		const many = Array.from({ length: 500 }, (_, index) => `${index}`);
		const answer = { ...ANSWER, summary: "x".repeat(10_000), keywords: many, people: many };
		const facts = await read(async () => ok({ response: answer }));
		const { summary, keywords } = values(facts);
		expect([String(summary).length, (keywords as string[]).length]).toEqual([600, 12]);
	});

	test("without text causes no call", async () => {
		const facts = await read(async () => {
			throw new Error("called");
		}, "\n");
		expect(facts.warnings).toEqual(["This document contains no text."]);
	});
});
