import { describe, expect, test } from "vitest";
import { MemoryDesk } from "../../../src/extract/resume-store.ts";
import { extractFile } from "../../../src/extract/run.ts";
import { makeMatroska } from "../../fixtures/matroska.ts";
import { makeFilm } from "../../fixtures/mp4.ts";
import { makeWav } from "../../fixtures/wav.ts";
import { fact, sourceOf } from "../from-bytes.ts";

const HOURS = 3_600;

async function read(bytes: Uint8Array, name = "talk") {
	const desk = new MemoryDesk();
	const source = sourceOf(bytes);
	const { result } = await extractFile({ name, source, now: () => 0, desk }, () => {});
	return { result, facts: result.ok ? result.value : undefined, chunks: desk.chunks(0, 10_000), source };
}

describe("recordings of unusual length", () => {
	test.each([
		["WAV", makeWav({ seconds: 0 })],
		["film", makeFilm({ seconds: 0, frames: 0 })],
	])("a %s of no seconds tells what there is, or that there is nothing", async (_what, bytes) => {
		const { result, facts } = await read(bytes);
		if (!result.ok) expect(result.problem.detail).toMatch(/^It begins like a /);
		else expect(Number(fact(facts ?? result.value, "duration")?.value ?? 0)).toBe(0);
	});

	test("a film of thirty hours has its length and its last word at the right time", async () => {
		const { facts, chunks } = await read(
			makeFilm({
				seconds: 30 * HOURS,
				captions: [
					[30 * HOURS - 10, "The beginning."],
					[10, "The very end."],
				],
			}),
		);
		expect(fact(facts ?? missing(), "duration")).toMatchObject({ value: 30 * HOURS, text: "30:00:00" });
		expect(chunks.at(-1)?.place.lines?.at(-1)).toBe(30 * HOURS - 10);
	});

	test("a film of thirty hours in Matroska, too", async () => {
		const end = 30 * HOURS;
		const { chunks } = await read(
			makeMatroska({
				captions: [
					[0, 2, "The beginning."],
					[end - 2, end, "The end."],
				],
			}),
		);
		expect(chunks.flatMap(({ place }) => place.lines ?? [])).toEqual([0, end - 2]);
	});
});

describe("a broken index", () => {
	test("of a Matroska film that points behind its end loses captions, and nothing else", async () => {
		const whole = makeMatroska({
			captions: [
				[0, 2, "One."],
				[2, 4, "Two."],
				[4, 6, "Three."],
			],
		});
		for (let cut = 1; cut < 60; cut++) {
			const { result } = await read(whole.slice(0, whole.length - cut));
			if (!result.ok) expect(result.problem.detail).toMatch(/^[A-Z]/);
		}
	});

	test("of a film whose captions lie in the wrong order still tells them in time", async () => {
		const film = makeMatroska({
			captions: [
				[4, 6, "Third."],
				[0, 2, "First."],
				[2, 4, "Second."],
			],
		});
		const { chunks } = await read(film);
		const lines = chunks.flatMap(({ place }) => place.lines ?? []);
		expect(lines).toEqual([...lines].sort((a, b) => a - b));
	});
});

function missing(): never {
	throw new Error("It was refused.");
}
