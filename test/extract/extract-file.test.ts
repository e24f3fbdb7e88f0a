import { describe, expect, test } from "vitest";
import { extractFile } from "../../src/extract/extract-file.ts";
import { progressAt } from "../../src/extract/pipeline.ts";
import { pipelineFor } from "../../src/extract/registry.ts";
import { FILE_KINDS } from "../../src/protocol/files/file-state.ts";
import { utf8 } from "../fixtures/bytes.ts";
import { makeJpeg } from "../fixtures/jpeg.ts";
import { makePhoto } from "../fixtures/photo.ts";
import { makePng } from "../fixtures/png.ts";
import { extractBytes, fact, factsOf, refusalOf, sourceOf } from "./from-bytes.ts";

const ignore = () => {};

describe("stages", () => {
	test.each(FILE_KINDS.filter((kind) => kind === "image" || kind === "other"))(
		"the stages of %s are those of the image contract, and their weights add up to 100",
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

	test("the stages of document are those of the document contract, and their weights add up to 100", () => {
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
		"the stages of %s are those of seed 004, and their weights add up to 100",
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

	test("the count of a stage adds its share of the weight", () => {
		const { stages } = pipelineFor("document");
		expect(progressAt(stages, "chunking", { done: 5, total: 20 })).toBe(52.5);
		expect(progressAt(stages, "chunking", { done: 0, total: 0 })).toBe(50);
	});

	test("a photo reports its middle stages in order", async () => {
		const reached: string[] = [];
		await extractFile({ name: "file", source: sourceOf(makeJpeg()), now: () => 0 }, ({ stage }) =>
			reached.push(stage),
		);
		expect(reached).toEqual(["extraction_start", "extraction_complete"]);
	});
});

describe("files that cannot be read as claimed", () => {
	test("an empty file is refused", async () => {
		const problem = await refusalOf(new Uint8Array(0), "photo.jpg");
		expect(problem.code).toBe("empty-file");
		expect(problem.detail).toMatch(/empty/);
	});

	test("a text named like a photo is read as text, with a warning", async () => {
		const facts = await factsOf(utf8("These are words, not light."), "photo.jpg");
		expect(facts.kind).toBe("document");
		expect(facts.warnings).toContain("The name says it is a JPEG, but the content is: Plain text.");
	});

	test("a PNG named like a JPEG is read as a PNG, with a warning", async () => {
		const facts = await factsOf(makePng(), "photo.jpg");
		expect(facts.format.mime).toBe("image/png");
		expect(facts.warnings).toContain("The name says it is a JPEG, but the content is: PNG image.");
	});

	test("another kind of file has only the facts of every file, with a warning", async () => {
		const facts = await factsOf(Uint8Array.of(0, 1, 2, 3, 250), "notes.bin");
		expect(facts.quality.completeness).toBe(0);
		expect(facts.warnings.join()).toMatch(/cannot be read yet/);
		expect(fact(facts, "fileSize")?.value).toBe(5);
	});
});

describe("broken platforms", () => {
	test("an error of storage is thrown as it is, so that the file is tried again", async () => {
		const failure = new Error("R2 is down");
		const source = { size: 1000, read: () => Promise.reject(failure) };
		await expect(extractFile({ name: "a.jpg", source, now: () => 0 }, ignore)).rejects.toBe(failure);
	});

	test("an error of storage is thrown even when it occurs during the walk", async () => {
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

	test("storage that returns fewer bytes than requested is an error of storage, not a short photo", async () => {
		const source = { size: 5000, read: async () => new Uint8Array(10) };
		await expect(extractFile({ name: "a.jpg", source, now: () => 0 }, ignore)).rejects.toThrow(/10 of 5000/);
	});

	test("a file that takes too long is refused", async () => {
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

	test("a photo of 12 MB costs one block and its tail", async () => {
		const { bytes } = makePhoto(2);
		const large = new Uint8Array(12_000_000);
		large.set(bytes);
		const facts = await factsOf(large);
		expect(facts.read.requests).toBe(2);
		expect(facts.read.bytes).toBe(65_536 + 4096);
		expect(fact(facts, "camera")).toBeDefined();
	});

	test("photos of different seeds differ, those of the same seed are equal", async () => {
		expect(makePhoto(3)).toEqual(makePhoto(3));
		expect(makePhoto(3).bytes).not.toEqual(makePhoto(4).bytes);
		const { result } = await extractBytes(makePhoto(3).bytes);
		expect(result.ok && result.value.quality.completeness).toBe(1);
		expect(result.ok && result.value.thumbnail !== undefined).toBe(true);
	});
});
