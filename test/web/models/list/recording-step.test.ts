import { describe, expect, it } from "vitest";
import { recordingStep } from "../../../../web/models/list/recording-step.ts";
import { record } from "../../support/frames.ts";

function at(stage: string, more: Parameters<typeof record>[1] = {}): string | undefined {
	return recordingStep(record(1, { state: "processing", kind: "video", stage, ...more }));
}

describe("the current step of a recording", () => {
	it.each([
		["upload_complete", "Getting video info"],
		["metadata_extraction", "Generating transcript"],
		["transcript_generation", "Analyzing content"],
		["content_analysis", "Creating mind map"],
		["mindmap_generation", "Saving data"],
		["data_storage", "Indexing for search"],
		["indexing", undefined],
	])("follows %s", (stage, step) => {
		expect(at(stage)).toBe(step);
	});

	it("has its progress if it counts", () => {
		expect(at("transcript_generation", { done: 3, total: 10 })).toBe("Generating transcript: 3 of 10");
		expect(at("indexing", { done: 1, total: 2 })).toBe("Indexing for search: 1 of 2");
	});

	it("is undefined for photos, and when it is done", () => {
		expect(at("extraction_start", { kind: "image" })).toBeUndefined();
		expect(at("completed", { state: "completed" })).toBeUndefined();
	});
});
