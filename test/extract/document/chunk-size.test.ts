import { describe, expect, test } from "vitest";
import { type DocumentProgress, resumeProgress } from "../../../src/extract/document/progress.ts";
import { MemoryResumeStore, toState } from "../../../src/extract/resume-store.ts";
import { utf8 } from "../../fixtures/bytes.ts";
import { readDocument } from "./read-document.ts";

const TEXT = utf8("The keeper of the lamp writes the hour into his book.\n\n".repeat(200));

describe("a requested chunk size", () => {
	test.each([
		{ size: 64, overlap: 0 },
		{ size: 64, overlap: 32 },
		{ size: 2_000, overlap: 100 },
	])("%j is respected, and no word is lost", async (chunks) => {
		const byDefault = await readDocument(TEXT, "a.txt");
		const requested = await readDocument(TEXT, "a.txt", chunks);
		expect(requested.text).toBe(byDefault.text);
		expect(requested.chunks.every(({ tokens }) => tokens <= chunks.size)).toBe(true);
		const counted = requested.facts.summary.find(({ name }) => name === "chunks")?.value;
		expect(counted).toBe(requested.chunks.length);
		const sizes = requested.chunks.slice(0, -1).map(({ tokens }) => tokens);
		expect(Math.min(...sizes)).toBeGreaterThan(chunks.size / 2);
	});

	test("that changes while a document is read applies from the next document on", () => {
		const store = new MemoryResumeStore();
		const begun = resumeProgress(store, { size: 64, overlap: 8 });
		store.save({ state: toState(begun) });
		expect(resumeProgress(store, { size: 512, overlap: 64 }).size).toEqual({ size: 64, overlap: 8 });
		const old: Partial<DocumentProgress> = { ...begun };
		delete old.size;
		store.save({ state: toState(old as DocumentProgress) });
		expect(resumeProgress(store, { size: 100, overlap: 0 }).size).toEqual({ size: 512, overlap: 64 });
	});
});
