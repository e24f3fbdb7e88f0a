import { describe, expect, it } from "vitest";
import { FILE_STATES } from "../../../../src/protocol/files/file-state.ts";
import { awaitsBytes, groupOf } from "../../../../web/models/list/file-group.ts";
import { barsOf, statusOf } from "../../../../web/models/list/file-status.ts";
import type { LocalFile } from "../../../../web/models/sending/local-files.ts";
import { record } from "../../support/frames.ts";

const NOTHING: LocalFile = { sent: 0, bytes: "unknown" };

const saying = (local: Partial<LocalFile>, more: Parameters<typeof record>[1] = {}) =>
	statusOf({ record: record(1, more), local: { ...NOTHING, ...local } });

describe("what a row says", () => {
	it("has words for every state", () => {
		const words = FILE_STATES.map((state) => saying({}, { state }).label);
		expect(words.every((word) => word.length > 0)).toBe(true);
	});

	it("tells where missing bytes are", () => {
		expect(saying({ bytes: "here" }).label).toBe("Waiting to be sent");
		expect(saying({ bytes: "elsewhere" }).label).toBe("Waiting for another tab");
		expect(saying({ bytes: "missing" })).toMatchObject({
			tone: "warn",
			detail: "Waiting for its bytes: drop the same file or folder again to go on.",
		});
	});

	it("tells what went wrong, the page's own trouble first", () => {
		const problem = { code: "unreadable", detail: "Gone." };
		expect(saying({ problem }).detail).toBe("Gone.");
		expect(saying({}, { state: "failed", problem: { code: "x", detail: "Broken." } }).detail).toBe("Broken.");
	});

	it("tells of a link that nobody needs to bring its bytes", () => {
		const link = { host: "example.com" } as const;
		expect(saying({ bytes: "missing" }, link).label).toBe("Waiting to be fetched");
		const uploading = { ...link, state: "uploading" } as const;
		expect(saying({ bytes: "missing" }, uploading).label).toBe("Validating URL");
		expect(saying({ bytes: "missing" }, { ...uploading, progress: 5 }).label).toBe("Fetching");
		expect(awaitsBytes(record(1, uploading))).toBe(false);
	});

	it("names the stage while it works", () => {
		expect(saying({}, { state: "processing", stage: "extraction_start", kind: "image" }).label).toBe(
			"Extraction start",
		);
		const chunks = { state: "processing", stage: "chunking", kind: "document", done: 5, total: 20 } as const;
		expect(saying({}, chunks).label).toBe("Chunking 5 of 20");
	});
});

describe("the bars", () => {
	const bars = (more: Parameters<typeof record>[1], local: Partial<LocalFile> = {}) => {
		const file = record(1, more);
		return barsOf({ record: file, local: { ...NOTHING, ...local }, stored: file.stored });
	};

	it("show what the server has and has done, half for each, and bytes on their way only ahead of it", () => {
		expect(bars({}, { sent: 500 })).toEqual({ done: 0, sent: 0.25 });
		expect(bars({ state: "uploading", stored: 400 }, { sent: 500 })).toEqual({ done: 0.2, sent: 0.25 });
		expect(bars({ state: "queued", progress: 10, stored: 1000 })).toEqual({ done: 0.5, sent: 0.5 });
		expect(bars({ state: "processing", progress: 55, stored: 1000 })).toEqual({ done: 0.75, sent: 0.75 });
		expect(bars({ state: "completed", progress: 100, stored: 1000 })).toEqual({ done: 1, sent: 1 });
	});

	it("are never more or less than there is, also of nothing", () => {
		expect(bars({}, { sent: 9999 }).sent).toBe(0.5);
		expect(bars({ size: 0 })).toEqual({ done: 0, sent: 0 });
		expect(bars({ size: 0, state: "processing", progress: 55 }).done).toBe(0.5);
		expect(bars({ progress: 140, stored: 1000 }).done).toBe(1);
	});
});

describe("the group", () => {
	const group = (more: Parameters<typeof record>[1], local: Partial<LocalFile> = {}) =>
		groupOf({ record: record(1, more), local: { ...NOTHING, ...local } });

	it("is failed for what this page could not send", () => {
		expect(group({})).toBe("working");
		expect(group({}, { problem: { code: "x", detail: "y" } })).toBe("failed");
		expect(group({ state: "retrying" })).toBe("working");
	});

	it("is wanted when the server waits for bytes that nobody has", () => {
		expect(group({}, { bytes: "missing" })).toBe("wanted");
		expect(group({ state: "queued" }, { bytes: "missing" })).toBe("working");
		expect(group({ state: "paused" }, { bytes: "missing" })).toBe("paused");
	});
});

describe("a paused file", () => {
	it("awaits bytes until it has reached its first stage", () => {
		expect(awaitsBytes(record(1, { state: "paused" }))).toBe(true);
		expect(awaitsBytes(record(1, { state: "paused", stage: "upload_complete" }))).toBe(false);
	});
});
