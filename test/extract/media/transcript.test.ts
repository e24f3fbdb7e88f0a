import { describe, expect, test } from "vitest";
import { extractFile } from "../../../src/extract/extract-file.ts";
import {
	type ExtractionCheckpoint,
	MemoryResumeStore,
	PausedError,
} from "../../../src/extract/resume-store.ts";
import { makeMatroska, type TimedCaption } from "../../fixtures/matroska.ts";
import { makeFilm } from "../../fixtures/mp4.ts";
import { fact, sourceOf } from "../from-bytes.ts";

const LINES = [
	"Most progress bars measure what was sent.",
	"A bar that jumps has told a lie about the work.",
	"Bytes stored are the only honest units of progress.",
	"An actor keeps a queue of files for one person.",
	"The queue of the actor moves on when a file fails.",
	"A file that kills the actor is failed after three tries.",
];

/** A store that ends the turn after the given number of saves. */
class ShortTurnStore extends MemoryResumeStore {
	#left = 0;

	turn(steps: number): void {
		this.#left = steps;
	}

	override save(step: ExtractionCheckpoint): void {
		super.save(step);
		this.#left -= 1;
	}

	override async yieldToLoop(): Promise<void> {
		if (this.#left <= 0) throw new PausedError();
	}
}

/** `count` captions, one every two seconds. */
function captionsOf(count: number): TimedCaption[] {
	return Array.from({ length: count }, (_, index) => [
		index * 2,
		index * 2 + 2,
		LINES[index % LINES.length] ?? "",
	]);
}

async function readInTurns(bytes: Uint8Array, resumeStore: ShortTurnStore) {
	for (let turns = 1; turns < 500; turns++) {
		resumeStore.turn(1);
		try {
			const reached: string[] = [];
			const { result } = await extractFile(
				{ name: "talk.mkv", source: sourceOf(bytes), now: () => 0, resumeStore },
				({ stage }) => reached.push(stage),
			);
			if (!result.ok) throw new Error(result.problem.detail);
			return { facts: result.value, turns, reached };
		} catch (error) {
			if (!(error instanceof PausedError)) throw error;
		}
	}
	throw new Error("It never ended.");
}

describe("a recording with captions", () => {
	test.each([
		["MP4 video", makeFilm({ captions: LINES.map((line) => [2, line]), title: "Honest progress" })],
		["Matroska video", makeMatroska({ captions: captionsOf(LINES.length) })],
	])("as %s becomes chunks, keywords and a map", async (_what, bytes) => {
		const resumeStore = new ShortTurnStore();
		const { facts } = await readInTurns(bytes, resumeStore);
		expect(fact(facts, "transcript")?.value).toBe(LINES.length);
		expect(fact(facts, "keywords")?.value).toEqual(expect.arrayContaining(["actor", "file"]));
		expect(facts.mindMap?.children.length).toBeGreaterThan(0);
		const [chunk] = await resumeStore.chunks(0, 10);
		expect(chunk?.text).toBe(LINES.map((line) => `${line}\n`).join(""));
		expect(chunk?.place).toEqual({ time: 0, lines: [0, 2, 4, 6, 8, 10] });
	});

	test("read over several turns gives the same result as in one", async () => {
		const bytes = makeMatroska({ captions: captionsOf(200) });
		const [inTurns, atOnce] = [new ShortTurnStore(), new MemoryResumeStore()];
		const { facts, turns, reached } = await readInTurns(bytes, inTurns);
		expect(turns).toBeGreaterThan(5);
		const { result } = await extractFile(
			{ name: "talk.mkv", source: sourceOf(bytes), now: () => 0, resumeStore: atOnce },
			() => {},
		);
		expect(result.ok && result.value.mindMap).toEqual(facts.mindMap);
		expect(await inTurns.chunks(0, 1000)).toEqual(await atOnce.chunks(0, 1000));
		expect(reached.at(-1)).toBe("indexing");
	});

	test("is stored as consecutive chunks without gaps", async () => {
		const resumeStore = new ShortTurnStore();
		await readInTurns(makeMatroska({ captions: captionsOf(100) }), resumeStore);
		let end = 0;
		for (const chunk of await resumeStore.chunks(0, 1000)) {
			expect(chunk.start).toBe(end);
			expect(chunk.text.split("\n")).toHaveLength((chunk.place.lines?.length ?? 0) + 1);
			end = chunk.end;
		}
		expect(end).toBe(captionsOf(100).reduce((sum, [, , words]) => sum + words.length + 1, 0));
	});
});
