import { describe, expect, test } from "vitest";
import { readSidecars, sidecarOf } from "../../../../src/extract/media/captions/sidecar.ts";
import { triedSidecars } from "../../../../src/extract/media/transcript.ts";
import { MemoryDesk } from "../../../../src/extract/resume-store.ts";
import { extractFile } from "../../../../src/extract/run.ts";
import type { FileBeside } from "../../../../src/extract/sidecar-file.ts";
import { makeFilm } from "../../../fixtures/mp4.ts";
import { fact, sourceOf } from "../../from-bytes.ts";

const SRT = "1\n00:00:03,000 --> 00:00:04,000\nThen this.\n\n2\n00:00:01,000 --> 00:00:02,000\nFirst that.\n";

function beside(n: number, name: string, bytes: Uint8Array | string): FileBeside {
	return { n, name, source: sourceOf(typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes) };
}

async function linesOf(
	files: readonly FileBeside[],
	name = "talk.mp4",
): Promise<readonly string[] | undefined> {
	const source = await readSidecars(name, files);
	if (source === undefined) return undefined;
	const cues = await Promise.all(source.places.map((place) => source.read(place)));
	return cues.map((cue) => cue?.text ?? "");
}

describe("a caption file belongs to a recording", () => {
	test.each([
		["talk.mp4", "talk.srt", {}],
		["talk.mp4", "Talk.VTT", {}],
		["talk.mp4", "talk.en.vtt", { language: "en" }],
		["talk.mp4", "talk.pt-BR.sdh.srt", { language: "pt-br" }],
		["talk.mp4", "talk.forced.srt", {}],
		["a.b.mkv", "a.b.de.srt", { language: "de" }],
		["talk", "talk.vtt", {}],
	])("%s: %s does", (recording, caption, told) => {
		expect(sidecarOf(recording, caption)).toEqual(told);
	});

	test.each([
		["talk.mp4", "talks.srt"],
		["talk.mp4", "talk 2.srt"],
		["talk.mp4", "talk.final cut.srt"],
		["talk.mp4", "talk.txt"],
		["talk.mp4", "other.vtt"],
		["talk.mp4", ".vtt"],
		[".mp4", "a.vtt"],
	])("%s: %s does not", (recording, caption) => {
		expect(sidecarOf(recording, caption)).toBeUndefined();
	});
});

describe("captions beside a recording", () => {
	test("are read in the order of time, whatever the order in the file", async () => {
		expect(await linesOf([beside(2, "talk.srt", SRT)])).toEqual(["First that.", "Then this."]);
	});

	test.each([
		["UTF-16 with a mark", Uint8Array.from([0xff, 0xfe, ...Buffer.from(SRT, "utf16le")])],
		["UTF-16 without one", new Uint8Array(Buffer.from(SRT, "utf16le"))],
		["UTF-8 with a mark", Uint8Array.from([0xef, 0xbb, 0xbf, ...Buffer.from(SRT)])],
	])("may be written in %s", async (_encoding, bytes) => {
		expect(await linesOf([beside(2, "talk.srt", bytes)])).toEqual(["First that.", "Then this."]);
	});

	test("in a Western code page keep their accents", async () => {
		const text = SRT.replace("First that.", "Déjà là, très français à côté.");
		expect(await linesOf([beside(2, "talk.srt", new Uint8Array(Buffer.from(text, "latin1")))])).toEqual([
			"Déjà là, très français à côté.",
			"Then this.",
		]);
	});

	test("are those of the plainest name that have words", async () => {
		const files = [
			beside(2, "talk.de.srt", SRT.replace("First that.", "Zuerst das.")),
			beside(3, "talk.srt", "nothing at all"),
			beside(4, "talk.en.srt", SRT),
			beside(5, "other.srt", SRT),
		];
		expect(await linesOf(files)).toEqual(["Zuerst das.", "Then this."]);
		expect(
			await linesOf([beside(2, "talk.srt", ""), beside(3, "talk.vtt", new Uint8Array(100))]),
		).toBeUndefined();
	});

	test("become the transcript of a recording that has none of its own, and it is told where it is from", async () => {
		const desk = new MemoryDesk();
		const read = (film: Uint8Array) =>
			extractFile(
				{
					name: "talk.mp4",
					source: sourceOf(film),
					now: () => 0,
					desk,
					beside: () => [beside(7, "talk.en.srt", SRT)],
				},
				() => {},
			);
		const { result } = await read(makeFilm({}));
		if (!result.ok) throw new Error(result.problem.detail);
		expect(fact(result.value, "transcript")).toMatchObject({
			text: "2 captions (en)",
			source: "talk.en.srt",
		});
		expect(triedSidecars(desk.note())).toEqual([7]);
	});

	test("do not stand in for captions of its own", async () => {
		const film = makeFilm({ captions: [[2, "Its own words."]] });
		const files = [beside(7, "talk.srt", SRT)];
		const { result } = await extractFile(
			{ name: "talk.mp4", source: sourceOf(film), now: () => 0, beside: () => files },
			() => {},
		);
		expect(result.ok && fact(result.value, "transcript")).toMatchObject({ value: 1, source: "Captions" });
	});

	test("that storage does not give are asked for again, and not taken for none", async () => {
		const silent = { size: 10, read: () => Promise.reject(new Error("storage is silent")) };
		const reading = extractFile(
			{
				name: "talk.mp4",
				source: sourceOf(makeFilm({})),
				now: () => 0,
				beside: () => [{ n: 2, name: "talk.srt", source: silent }],
			},
			() => {},
		);
		await expect(reading).rejects.toThrow("storage is silent");
	});
});
