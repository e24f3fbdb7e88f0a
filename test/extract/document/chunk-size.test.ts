import { describe, expect, test } from "vitest";
import { noteOf, type Progress, resumeProgress } from "../../../src/extract/document/progress.ts";
import { MemoryDesk } from "../../../src/extract/resume-store.ts";
import { utf8 } from "../../fixtures/bytes.ts";
import { readDocument } from "./read-document.ts";

const TEXT = utf8("The keeper of the lamp writes the hour into his book.\n\n".repeat(200));

describe("a wanted size of chunks", () => {
	test.each([
		{ size: 64, overlap: 0 },
		{ size: 64, overlap: 32 },
		{ size: 2_000, overlap: 100 },
	])("%j is kept, and no word is lost", async (chunks) => {
		const usual = await readDocument(TEXT, "a.txt");
		const wanted = await readDocument(TEXT, "a.txt", chunks);
		expect(wanted.text).toBe(usual.text);
		expect(wanted.chunks.every(({ tokens }) => tokens <= chunks.size)).toBe(true);
		const told = wanted.facts.summary.find(({ name }) => name === "chunks")?.value;
		expect(told).toBe(wanted.chunks.length);
		const least = wanted.chunks.slice(0, -1).map(({ tokens }) => tokens);
		expect(Math.min(...least)).toBeGreaterThan(chunks.size / 2);
	});

	test("that changes while a document is read counts for the next one", () => {
		const desk = new MemoryDesk();
		const begun = resumeProgress(desk, { size: 64, overlap: 8 });
		desk.keep({ note: noteOf(begun) });
		expect(resumeProgress(desk, { size: 512, overlap: 64 }).size).toEqual({ size: 64, overlap: 8 });
		const old: Partial<Progress> = { ...begun };
		delete old.size;
		desk.keep({ note: noteOf(old as Progress) });
		expect(resumeProgress(desk, { size: 100, overlap: 0 }).size).toEqual({ size: 512, overlap: 64 });
	});
});
