import { describe, expect, it } from "vitest";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { SidecarIndex } from "../../../src/session/state/sidecar-index.ts";

function record(n: number, path: string, more: Partial<FileRecord> = {}): FileRecord {
	const name = path.split("/").at(-1) ?? "";
	const folder = path.includes("/") ? { path } : {};
	const base = { n, batch: 1, name, size: 1, state: "queued", progress: 0, attempt: 0, stored: 1, at: 0 };
	return { ...base, ...folder, ...more } as FileRecord;
}

const read = { state: "completed", kind: "video" } as const;

function indexOf(...files: FileRecord[]): SidecarIndex {
	const index = new SidecarIndex();
	for (const file of files) index.update(undefined, file);
	return index;
}

describe("recordings and their captions", () => {
	it.each(["talk.srt", "talk.vtt", "TALK.en.vtt", "talk.pt-BR.sdh.srt", "talk_forced.srt"])(
		"are matched by name: %s",
		(name) => {
			const [film, caption] = [record(1, "talk.mp4", read), record(2, name)];
			const index = indexOf(film, caption);
			expect([...index.captionsOf(film)]).toEqual([2]);
			expect(index.recordingsOf(caption)).toEqual([1]);
		},
	);

	it.each([
		["another name", record(2, "talks.srt")],
		["another folder", record(2, "b/talk.srt")],
		["another batch", record(2, "talk.srt", { batch: 2 })],
		["not a caption file", record(2, "talk.txt")],
	])("are not matched: %s", (_why, other) => {
		const film = record(1, "talk.mp4", read);
		const index = indexOf(film, other);
		expect([...index.captionsOf(film)]).toEqual([]);
		expect(index.recordingsOf(other)).toEqual([]);
	});

	it("are found only while the recording is completed and the caption file exists", () => {
		const [film, caption] = [record(1, "a/talk.mp4"), record(2, "a/talk.srt")];
		const index = indexOf(film, caption);
		expect(index.recordingsOf(caption)).toEqual([]);
		const done = { ...film, ...read };
		index.update(film, done);
		expect(index.recordingsOf(caption)).toEqual([1]);
		index.update(done, film);
		index.update(caption, undefined);
		expect(index.recordingsOf(caption)).toEqual([]);
		expect([...index.captionsOf(film)]).toEqual([]);
	});

	it("follow a renamed file, such as a link that its server names", () => {
		const link = record(2, "download");
		const index = indexOf(link);
		const named = { ...link, name: "talk.srt" };
		index.update(link, named);
		expect([...index.captionsOf(record(1, "talk.mp4"))]).toEqual([2]);
	});

	it("are removed with the recording", () => {
		const film = record(1, "talk.mp4", read);
		const index = indexOf(film);
		index.setWordless(1, [7]);
		expect(index.triedFor(1)).toEqual([7]);
		index.update(film, undefined);
		expect(index.triedFor(1)).toBeUndefined();
	});
});
