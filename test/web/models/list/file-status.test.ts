import { describe, expect, it } from "vitest";
import { FILE_STATES } from "../../../../src/protocol/files/file-state.ts";
import { awaitsBytes, groupOf } from "../../../../web/models/files/file-group.ts";
import { fileStatus, progressBars } from "../../../../web/models/list/file-status.ts";
import type { LocalFile } from "../../../../web/models/sending/local-files.ts";
import { record } from "../../support/frames.ts";

const NOTHING: LocalFile = { sent: 0, source: "unknown" };

const statusOf = (local: Partial<LocalFile>, more: Parameters<typeof record>[1] = {}) =>
	fileStatus({ record: record(1, more), local: { ...NOTHING, ...local } });

describe("the status of a file", () => {
	it("has a label for every state", () => {
		const words = FILE_STATES.map((state) => statusOf({}, { state }).label);
		expect(words.every((word) => word.length > 0)).toBe(true);
	});

	it("says where the bytes are that the server waits for", () => {
		expect(statusOf({ source: "here" }).label).toBe("Waiting to upload");
		expect(statusOf({ source: "elsewhere" }).label).toBe("Uploading in another tab");
		expect(statusOf({ source: "missing" })).toMatchObject({
			tone: "warn",
			detail: "Waiting for the file: choose it again to continue.",
		});
	});

	it("says what went wrong, the page's own problem first", () => {
		const problem = { code: "unreadable", detail: "Gone." };
		expect(statusOf({ problem }).detail).toBe("Gone.");
		expect(statusOf({}, { state: "failed", problem: { code: "x", detail: "Broken." } }).detail).toBe(
			"Broken.",
		);
	});

	it("asks nobody for the bytes of a link", () => {
		const link = { host: "example.com" } as const;
		expect(statusOf({ source: "missing" }, link).label).toBe("Waiting to download");
		const uploading = { ...link, state: "uploading" } as const;
		expect(statusOf({ source: "missing" }, uploading).label).toBe("Validating URL");
		expect(statusOf({ source: "missing" }, { ...uploading, progress: 5 }).label).toBe("Downloading");
		expect(awaitsBytes(record(1, uploading))).toBe(false);
	});

	it("names the stage while the file is read", () => {
		expect(statusOf({}, { state: "processing", stage: "extraction_start", kind: "image" }).label).toBe(
			"Extraction start",
		);
		const chunks = { state: "processing", stage: "chunking", kind: "document", done: 5, total: 20 } as const;
		expect(statusOf({}, chunks).label).toBe("Chunking 5 of 20");
	});
});

describe("the progress bars", () => {
	const bars = (more: Parameters<typeof record>[1], local: Partial<LocalFile> = {}) => {
		const file = record(1, more);
		return progressBars({ record: file, local: { ...NOTHING, ...local }, stored: file.stored });
	};

	it("show half stored bytes and half finished stages, and bytes in transit ahead of them", () => {
		expect(bars({}, { sent: 500 })).toEqual({ done: 0, sent: 0.25 });
		expect(bars({ state: "uploading", stored: 400 }, { sent: 500 })).toEqual({ done: 0.2, sent: 0.25 });
		expect(bars({ state: "queued", progress: 10, stored: 1000 })).toEqual({ done: 0.5, sent: 0.5 });
		expect(bars({ state: "processing", progress: 55, stored: 1000 })).toEqual({ done: 0.75, sent: 0.75 });
		expect(bars({ state: "completed", progress: 100, stored: 1000 })).toEqual({ done: 1, sent: 1 });
	});

	it("stay between 0 and 1, also for empty files", () => {
		expect(bars({}, { sent: 9999 }).sent).toBe(0.5);
		expect(bars({ size: 0 })).toEqual({ done: 0, sent: 0 });
		expect(bars({ size: 0, state: "processing", progress: 55 }).done).toBe(0.5);
		expect(bars({ progress: 140, stored: 1000 }).done).toBe(1);
	});
});

describe("the group", () => {
	const group = (more: Parameters<typeof record>[1], local: Partial<LocalFile> = {}) =>
		groupOf({ record: record(1, more), local: { ...NOTHING, ...local } });

	it("is failed if this page could not send it", () => {
		expect(group({})).toBe("working");
		expect(group({}, { problem: { code: "x", detail: "y" } })).toBe("failed");
		expect(group({ state: "retrying" })).toBe("working");
	});

	it("is wanted if the server waits for bytes that are no longer here", () => {
		expect(group({}, { source: "missing" })).toBe("wanted");
		expect(group({ state: "queued" }, { source: "missing" })).toBe("working");
		expect(group({ state: "paused" }, { source: "missing" })).toBe("paused");
	});
});

describe("a paused file", () => {
	it("awaits bytes until it has reached its first stage", () => {
		expect(awaitsBytes(record(1, { state: "paused" }))).toBe(true);
		expect(awaitsBytes(record(1, { state: "paused", stage: "upload_complete" }))).toBe(false);
	});
});
