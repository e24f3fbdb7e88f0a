import { describe, expect, it } from "vitest";
import type { FileChange } from "../../../../src/protocol/files/change.ts";
import { apply, emptyState } from "../../../../src/protocol/stream/session-state.ts";
import { uploadHistory } from "../../../../web/models/list/upload-history.ts";

/** A session of two uploads. */
function session(files: readonly FileChange[]) {
	const state = emptyState("epoch");
	apply(state, { batch: 1, key: "older", at: 1_000 });
	apply(state, { batch: 2, key: "newer", at: 2_000 });
	for (const file of files) apply(state, file);
	return uploadHistory(state.batches.values(), state.files.values());
}

describe("the upload history", () => {
	it("lists the newest first, with the outcome of each", () => {
		const uploads = session([
			{
				file: 1,
				batch: 1,
				name: "a.pdf",
				path: "papers/a.pdf",
				size: 10,
				state: "completed",
				kind: "document",
				total: 7,
				at: 1_500,
			},
			{ file: 2, batch: 1, name: "b.pdf", path: "papers/b.pdf", size: 20, state: "failed", at: 1_700 },
			{
				file: 3,
				batch: 1,
				name: "c.jpg",
				path: "papers/c.jpg",
				size: 5,
				state: "completed",
				kind: "image",
				total: 9,
				at: 1_600,
			},
		]);
		expect(uploads.map(({ key }) => key)).toEqual(["newer", "older"]);
		expect(uploads[1]).toEqual({
			batch: 1,
			key: "older",
			at: 1_000,
			changedAt: 1_700,
			bytes: 35,
			counts: { all: 3, done: 2, failed: 1, cancelled: 0 },
			chunks: 7,
			folder: "papers",
		});
	});

	it("names a folder only if all files are in it", () => {
		const file = { state: "queued", at: 1, size: 1 } as const;
		const named = (...paths: (string | undefined)[]) =>
			session(
				paths.map((path, index) => ({
					...file,
					file: index + 1,
					batch: 2,
					name: "x",
					...(path !== undefined && { path }),
				})),
			)[0]?.folder;
		expect(named("papers/x", "papers/y")).toBe("papers");
		expect(named("papers/x", "other/y")).toBeUndefined();
		expect(named("papers/x", undefined)).toBeUndefined();
		expect(named(undefined, "papers/x")).toBeUndefined();
		expect(named()).toBeUndefined();
	});

	it("does not count chunks of a document that is still being read", () => {
		const reading = {
			file: 1,
			batch: 2,
			name: "a",
			size: 1,
			state: "processing",
			kind: "document",
			total: 40,
		} as const;
		expect(session([reading])[0]?.chunks).toBe(0);
	});
});
