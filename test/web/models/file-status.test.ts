import { describe, expect, it } from "vitest";
import { FILE_STATES } from "../../../src/protocol/file-state.ts";
import { MAX_BODY_BYTES } from "../../../src/protocol/limits.ts";
import { groupOf } from "../../../web/models/file-group.ts";
import { barsOf, statusOf } from "../../../web/models/file-status.ts";
import type { LocalFile } from "../../../web/models/local-files.ts";
import { record } from "../support/frames.ts";

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
		expect(saying({}, { size: MAX_BODY_BYTES + 1 }).detail).toMatch(/can't be sent yet/);
	});

	it("names the stage while it works", () => {
		expect(saying({}, { state: "processing", stage: "extraction_start", kind: "image" }).label).toBe(
			"Extraction start",
		);
	});
});

describe("the bars", () => {
	const bars = (more: Parameters<typeof record>[1], local: Partial<LocalFile> = {}, storedSoFar = 0) =>
		barsOf({ record: record(1, more), local: { ...NOTHING, ...local } }, storedSoFar);

	it("show what the server has done, and bytes only ahead of it", () => {
		expect(bars({}, { sent: 500 })).toEqual({ done: 0, sent: 0.5 });
		expect(bars({ state: "queued", progress: 10, stored: 1000 })).toEqual({ done: 0.1, sent: 1 });
		expect(bars({ state: "completed", progress: 100, stored: 1000 })).toEqual({ done: 1, sent: 1 });
	});

	it("take whichever knows of more bytes", () => {
		expect(bars({ state: "uploading" }, {}, 250).sent).toBe(0.25);
		expect(bars({ state: "uploading" }, { sent: 9999 }, 250).sent).toBe(1);
	});

	it("are never more or less than there is, also of nothing", () => {
		expect(bars({ size: 0 })).toEqual({ done: 0, sent: 0 });
		expect(bars({ size: 0, state: "queued", progress: 10 })).toEqual({ done: 0.1, sent: 1 });
		expect(bars({ progress: 140 }).done).toBe(1);
	});
});

describe("the group", () => {
	it("is failed for what this page could not send, done for what is over", () => {
		const group = (more: Parameters<typeof record>[1], local: Partial<LocalFile> = {}) =>
			groupOf({ record: record(1, more), local: { ...NOTHING, ...local } });
		expect(group({})).toBe("working");
		expect(group({}, { problem: { code: "x", detail: "y" } })).toBe("failed");
		expect(group({ size: MAX_BODY_BYTES + 1 })).toBe("failed");
		expect(group({ state: "cancelled" })).toBe("done");
		expect(group({ state: "retrying" })).toBe("working");
	});
});
