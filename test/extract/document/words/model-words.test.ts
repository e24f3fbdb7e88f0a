import { describe, expect, test } from "vitest";
import type { AskModel, ModelCall } from "../../../../src/extract/ask-model.ts";
import { extractFile } from "../../../../src/extract/run.ts";
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

describe("a document that a model is asked about", () => {
	test.each([
		["an object", { response: ANSWER }],
		["text", { response: JSON.stringify(ANSWER), usage: {} }],
	])("tells its summary, keywords and names, answered as %s", async (_what, answer) => {
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

	test("is asked once, with a bounded piece of it and a time", async () => {
		const calls: ModelCall[] = [];
		await read(async (call) => {
			calls.push(call);
			return ok({ response: ANSWER });
		}, `${TEXT}\n\n`.repeat(4_000));
		expect(calls).toHaveLength(1);
		expect(JSON.stringify(calls[0]?.inputs).length).toBeLessThan(20_000);
		expect(calls[0]?.withinMs).toBeLessThanOrEqual(30_000);
	});

	test.each([
		["does not answer", refuse({ code: "model-slow" as const, detail: "The model did not answer." })],
		["answers with nothing", ok(null)],
		["answers with prose", ok({ response: "Sure! Here is a summary:" })],
		["answers with other types", ok({ response: { ...ANSWER, people: [1, null] } })],
		["answers without a summary", ok({ response: { ...ANSWER, summary: " " } })],
	])("is read as without it where it %s, and says so", async (_what, answer) => {
		const without = await read(undefined);
		const facts = await read(async () => answer);
		expect(facts.warnings).toEqual([
			expect.stringMatching(/^Summary and keywords were counted in the text\. .+\.$/),
		]);
		expect({ ...facts, warnings: [] }).toEqual(without);
	});

	test("keeps no more of an answer than has its place", async () => {
		const many = Array.from({ length: 500 }, (_, index) => `${index}`);
		const answer = { ...ANSWER, summary: "x".repeat(10_000), keywords: many, people: many };
		const facts = await read(async () => ok({ response: answer }));
		const { summary, keywords } = values(facts);
		expect([String(summary).length, (keywords as string[]).length]).toEqual([600, 12]);
	});

	test("without text is not asked about", async () => {
		const facts = await read(async () => {
			throw new Error("asked");
		}, "\n");
		expect(facts.warnings).toEqual(["There is no text in this document."]);
	});
});
