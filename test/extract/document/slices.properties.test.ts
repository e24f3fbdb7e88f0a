import { describe, expect, test } from "vitest";
import { extractFile } from "../../../src/extract/extract-file.ts";
import {
	type ExtractionCheckpoint,
	MemoryResumeStore,
	PausedError,
	type ResumeStore,
} from "../../../src/extract/resume-store.ts";
import { utf8 } from "../../fixtures/bytes.ts";
import { makeDocx, makePptx, wordParagraph } from "../../fixtures/office.ts";
import { makePdf } from "../../fixtures/pdf.ts";
import { sourceOf } from "../from-bytes.ts";
import { readDocument } from "./read-document.ts";

/** A resume store across slices. Each slice ends after a number of checkpoints. */
class SlicedResumeStore implements ResumeStore {
	readonly #saved = new MemoryResumeStore();
	readonly searchable: number[] = [];
	#left = 0;

	startSlice(checkpoints: number): void {
		this.#left = checkpoints;
	}

	/** A copy, as from storage: a slice that changes its own progress must not change the saved one. */
	savedState() {
		const note = this.#saved.savedState();
		return note === undefined ? undefined : structuredClone(note);
	}

	save(checkpoint: ExtractionCheckpoint): void {
		if (this.#left === 0) throw new PausedError();
		this.#left -= 1;
		this.#saved.save(structuredClone(checkpoint));
		const { from, to } = checkpoint.searchable ?? { from: 0, to: 0 };
		for (let chunk = from; chunk < to; chunk++) this.searchable.push(chunk);
	}

	textBatch(index: number) {
		return this.#saved.textBatch(index);
	}

	chunks(from: number, count: number) {
		return this.#saved.chunks(from, count);
	}

	async yieldToLoop(): Promise<void> {
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
	test.each([1, 2, 5])("has the same result in slices of %d checkpoints", async (checkpoints) => {
		const whole = await readDocument(bytes);
		const resumeStore = new SlicedResumeStore();
		let facts: unknown;
		let slices = 0;
		while (facts === undefined) {
			resumeStore.startSlice(checkpoints);
			slices += 1;
			expect(slices).toBeLessThan(200);
			try {
				const { result } = await extractFile(
					{ name: "file", source: sourceOf(bytes), now: () => 0, resumeStore },
					() => {},
				);
				expect(result.ok).toBe(true);
				facts = result.ok ? { ...result.value, read: null } : undefined;
			} catch (error) {
				expect(error).toBeInstanceOf(PausedError);
			}
		}
		expect(slices).toBeGreaterThan(2);
		expect(facts).toEqual({ ...whole.facts, read: null });
		expect(await resumeStore.chunks(0, Number.POSITIVE_INFINITY)).toEqual(whole.chunks);
		expect(resumeStore.searchable).toEqual(whole.chunks.map(({ index }) => index));
	});
});
