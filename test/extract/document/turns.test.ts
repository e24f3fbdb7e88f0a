import { describe, expect, test } from "vitest";
import { type Desk, MemoryDesk, PausedError, type Step } from "../../../src/extract/resume-store.ts";
import { extractFile } from "../../../src/extract/run.ts";
import { utf8 } from "../../fixtures/bytes.ts";
import { makeDocx, makePptx, wordParagraph } from "../../fixtures/office.ts";
import { makePdf } from "../../fixtures/pdf.ts";
import { sourceOf } from "../from-bytes.ts";
import { readDocument } from "./read-document.ts";

/** A desk that outlives the turns; each turn ends, or dies, after so many steps were kept. */
class TurnDesk implements Desk {
	readonly #kept = new MemoryDesk();
	readonly searched: number[] = [];
	#left = 0;
	steps = 0;

	turn(steps: number): void {
		this.#left = steps;
	}

	/** What is on the desk is plain data: a turn that changes its own note must not change this. */
	note() {
		const note = this.#kept.note();
		return note === undefined ? undefined : structuredClone(note);
	}

	keep(step: Step): void {
		if (this.#left === 0) throw new PausedError();
		this.#left -= 1;
		this.steps += 1;
		this.#kept.keep(structuredClone(step));
		for (let at = step.search?.from ?? 0; at < (step.search?.to ?? 0); at++) this.searched.push(at);
	}

	parts(sheaf: number) {
		return this.#kept.parts(sheaf);
	}

	chunks(from: number, count: number) {
		return this.#kept.chunks(from, count);
	}

	async breathe(): Promise<void> {
		if (this.#left === 0) throw new PausedError();
	}
}

const LONG = "A sentence of the long text that fills a paragraph. ".repeat(40).trim();

const DOCUMENTS: readonly (readonly [what: string, bytes: Uint8Array])[] = [
	[
		"a PDF of 60 pages",
		makePdf({
			pages: Array.from({ length: 60 }, (_, page) => [`Page ${page} begins.`, "It goes on."]),
			outline: ["One", "Two"],
		}),
	],
	[
		"a long Word file",
		makeDocx(
			Array.from({ length: 90 }, (_, index) =>
				index % 9 === 0 ? wordParagraph(`Part ${index}`, "berschrift1") : wordParagraph(LONG),
			).join(""),
		),
	],
	["a presentation", makePptx(Array.from({ length: 60 }, (_, index) => [`Slide ${index}`, LONG] as const))],
	["a long text", utf8(Array.from({ length: 120 }, (_, index) => `# ${index}\n\n${LONG}`).join("\n\n"))],
];

describe.each(DOCUMENTS)("%s", (_what, bytes) => {
	test.each([1, 2, 5])("comes to the same in turns of %d steps", async (steps) => {
		const whole = await readDocument(bytes);
		const desk = new TurnDesk();
		let facts: unknown;
		let turns = 0;
		while (facts === undefined) {
			desk.turn(steps);
			turns += 1;
			expect(turns).toBeLessThan(200);
			try {
				const { result } = await extractFile(
					{ name: "file", source: sourceOf(bytes), now: () => 0, desk },
					() => {},
				);
				expect(result.ok).toBe(true);
				facts = result.ok ? { ...result.value, read: null } : undefined;
			} catch (error) {
				expect(error).toBeInstanceOf(PausedError);
			}
		}
		expect(turns).toBeGreaterThan(2);
		expect(facts).toEqual({ ...whole.facts, read: null });
		expect(desk.chunks(0, Number.POSITIVE_INFINITY)).toEqual(whole.chunks);
		expect(desk.searched).toEqual(whole.chunks.map(({ index }) => index));
	});
});
