import { describe, expect, test } from "vitest";
import { extractFile } from "../../../src/extract/extract-file.ts";
import { MemoryResumeStore } from "../../../src/extract/resume-store.ts";
import { makeMatroska } from "../../fixtures/matroska.ts";
import { makeFilm } from "../../fixtures/mp4.ts";
import { makeWav } from "../../fixtures/wav.ts";
import { fact, sourceOf } from "../from-bytes.ts";

const HOURS = 3_600;

async function read(bytes: Uint8Array, name = "talk") {
	const resumeStore = new MemoryResumeStore();
	const source = sourceOf(bytes);
	const { result } = await extractFile({ name, source, now: () => 0, resumeStore }, () => {});
	return {
		result,
		facts: result.ok ? result.value : undefined,
		chunks: await resumeStore.chunks(0, 10_000),
		source,
	};
}

describe("recordings of unusual duration", () => {
	test.each([
		["WAV", makeWav({ seconds: 0 })],
		["video", makeFilm({ seconds: 0, frames: 0 })],
	])("a %s of zero seconds has a duration of 0 or is refused", async (_what, bytes) => {
		const { result, facts } = await read(bytes);
		if (!result.ok) expect(result.problem.detail).toMatch(/^This .* has no readable tracks/);
		else expect(Number(fact(facts ?? result.value, "duration")?.value ?? 0)).toBe(0);
	});

	test("a video of thirty hours has the right duration and caption times", async () => {
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

	test("a Matroska video of thirty hours has the right caption times", async () => {
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

describe("a damaged index", () => {
	test("of a Matroska video that points beyond its end loses only captions", async () => {
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

	test("with captions in the wrong order still gives them in order of time", async () => {
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
