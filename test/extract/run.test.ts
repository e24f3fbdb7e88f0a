import { describe, expect, test } from "vitest";
import { progressAt } from "../../src/extract/pipeline.ts";
import { pipelineFor } from "../../src/extract/registry.ts";
import { extractFile } from "../../src/extract/run.ts";
import { FILE_KINDS } from "../../src/protocol/files/file-state.ts";
import { utf8 } from "../fixtures/bytes.ts";
import { makeJpeg } from "../fixtures/jpeg.ts";
import { makePhoto } from "../fixtures/photo.ts";
import { makePng } from "../fixtures/png.ts";
import { extractBytes, fact, factsOf, refusalOf, sourceOf } from "./from-bytes.ts";

const ignore = () => {};

describe("stages", () => {
	test.each(FILE_KINDS.filter((kind) => kind === "image" || kind === "other"))(
		"the stages of %s are the contract's, and their weights make the whole",
		(kind) => {
			const { stages } = pipelineFor(kind);
			expect(stages.map(({ name }) => [name, progressAt(stages, name)])).toEqual([
				["upload_complete", 10],
				["extraction_start", 20],
				["extraction_complete", 90],
				["complete", 100],
			]);
		},
	);

	test("the stages of document are those of its own contract, and their weights make the whole", () => {
		const { stages } = pipelineFor("document");
		expect(stages.map(({ name }) => [name, progressAt(stages, name)])).toEqual([
			["received", 10],
			["extracting", 50],
			["chunking", 60],
			["enriching", 80],
			["indexing", 95],
			["completed", 100],
		]);
	});

	test.each(["video", "audio"] as const)(
		"the stages of %s are those of seed 004, and their weights make the whole",
		(kind) => {
			const { stages } = pipelineFor(kind);
			expect(stages.map(({ name }) => [name, progressAt(stages, name)])).toEqual([
				["url_validation", 5],
				["metadata_extraction", 20],
				["transcript_generation", 60],
				["content_analysis", 70],
				["mindmap_generation", 80],
				["data_storage", 85],
				["indexing", 95],
				["completed", 100],
			]);
		},
	);

	test("a stage that counts is as far as its count", () => {
		const { stages } = pipelineFor("document");
		expect(progressAt(stages, "chunking", { done: 5, total: 20 })).toBe(52.5);
		expect(progressAt(stages, "chunking", { done: 0, total: 0 })).toBe(50);
	});

	test("a photo reaches its middle stages in order", async () => {
		const reached: string[] = [];
		await extractFile({ name: "file", source: sourceOf(makeJpeg()), now: () => 0 }, ({ stage }) =>
			reached.push(stage),
		);
		expect(reached).toEqual(["extraction_start", "extraction_complete"]);
	});
});

describe("what cannot be read", () => {
	test("an empty file is refused with a sentence", async () => {
		const problem = await refusalOf(new Uint8Array(0), "photo.jpg");
		expect(problem.code).toBe("empty-file");
		expect(problem.detail).toMatch(/empty/);
	});

	test("a text that calls itself a photo is read as what it is, and that is said", async () => {
		const facts = await factsOf(utf8("These are words, not light."), "photo.jpg");
		expect(facts.kind).toBe("document");
		expect(facts.warnings).toContain("The name says a JPEG, but the bytes are: Plain text.");
	});

	test("a PNG that calls itself a JPEG is read as a PNG, and that is said", async () => {
		const facts = await factsOf(makePng(), "photo.jpg");
		expect(facts.format.mime).toBe("image/png");
		expect(facts.warnings).toContain("The name says a JPEG, but the bytes are: PNG image.");
	});

	test("another kind says honestly that it is not read deeper", async () => {
		const facts = await factsOf(Uint8Array.of(0, 1, 2, 3, 250), "notes.bin");
		expect(facts.quality.completeness).toBe(0);
		expect(facts.warnings.join()).toMatch(/not built yet/);
		expect(fact(facts, "fileSize")?.value).toBe(5);
	});
});

describe("broken platforms", () => {
	test("storage that does not answer throws its own error, so that the file is tried again", async () => {
		const away = new Error("R2 is away");
		const source = { size: 1000, read: () => Promise.reject(away) };
		await expect(extractFile({ name: "a.jpg", source, now: () => 0 }, ignore)).rejects.toBe(away);
	});

	test("storage that fails late throws too, although a walker was already under way", async () => {
		const bytes = makeJpeg({ padding: 300_000 });
		let reads = 0;
		const source = {
			size: bytes.length,
			read: async (offset: number, length: number) => {
				reads += 1;
				if (reads > 1) throw new Error("lost");
				return bytes.slice(offset, offset + length);
			},
		};
		await expect(extractFile({ name: "a.jpg", source, now: () => 0 }, ignore)).rejects.toThrow("lost");
	});

	test("storage that gives fewer bytes than asked is a broken platform, not a short photo", async () => {
		const source = { size: 5000, read: async () => new Uint8Array(10) };
		await expect(extractFile({ name: "a.jpg", source, now: () => 0 }, ignore)).rejects.toThrow(/10 of 5000/);
	});

	test("a file that takes too long is refused with a sentence", async () => {
		let clock = 0;
		const source = sourceOf(makeJpeg({ padding: 300_000 }));
		const now = () => {
			clock += 15_000;
			return clock;
		};
		const { result } = await extractFile({ name: "a.jpg", source, now }, ignore);
		expect(result).toMatchObject({ ok: false, problem: { code: "too-slow" } });
	});
});

describe("cost", () => {
	test("a photo of 50 kB costs one read", async () => {
		const facts = await factsOf(makePhoto(1).bytes);
		expect(facts.read.requests).toBe(1);
	});

	test("a photo of 12 MB costs its head and its tail", async () => {
		const { bytes } = makePhoto(2);
		const large = new Uint8Array(12_000_000);
		large.set(bytes);
		const facts = await factsOf(large);
		expect(facts.read.requests).toBe(2);
		expect(facts.read.bytes).toBe(65_536 + 4096);
		expect(fact(facts, "camera")).toBeDefined();
	});

	test("photos of different seeds differ, the same seed does not", async () => {
		expect(makePhoto(3)).toEqual(makePhoto(3));
		expect(makePhoto(3).bytes).not.toEqual(makePhoto(4).bytes);
		const { result } = await extractBytes(makePhoto(3).bytes);
		expect(result.ok && result.value.quality.completeness).toBe(1);
		expect(result.ok && result.value.thumbnail !== undefined).toBe(true);
	});
});
