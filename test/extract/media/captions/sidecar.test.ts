import { describe, expect, test } from "vitest";
import { extractFile } from "../../../../src/extract/extract-file.ts";
import { readSidecars } from "../../../../src/extract/media/captions/sidecar.ts";
import { sidecarsWithoutWords } from "../../../../src/extract/media/transcript.ts";
import { MemoryResumeStore } from "../../../../src/extract/resume-store.ts";
import type { SidecarFile } from "../../../../src/extract/sidecar-file.ts";
import { matchSidecar } from "../../../../src/protocol/files/caption-name.ts";
import { makeFilm } from "../../../fixtures/mp4.ts";
import { fact, sourceOf } from "../../from-bytes.ts";

const SRT = "1\n00:00:03,000 --> 00:00:04,000\nThen this.\n\n2\n00:00:01,000 --> 00:00:02,000\nFirst that.\n";

function sidecar(n: number, name: string, bytes: Uint8Array | string): SidecarFile {
	return { n, name, source: sourceOf(typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes) };
}

async function linesOf(
	files: readonly SidecarFile[],
	name = "talk.mp4",
): Promise<readonly string[] | undefined> {
	const source = await readSidecars(name, files);
	if (source === undefined) return undefined;
	const cues = await Promise.all(source.locations.map((place) => source.read(place)));
	return cues.map((cue) => cue?.text ?? "");
}

describe("whether a caption file belongs to a recording", () => {
	test.each([
		["talk.mp4", "talk.srt", {}],
		["talk.mp4", "Talk.VTT", {}],
		["talk.mp4", "talk.en.vtt", { language: "en" }],
		["talk.mp4", "talk.pt-BR.sdh.srt", { language: "pt-br" }],
		["talk.mp4", "talk.forced.srt", {}],
		["a.b.mkv", "a.b.de.srt", { language: "de" }],
		["talk", "talk.vtt", {}],
	])("%s: %s does", (recording, caption, match) => {
		expect(matchSidecar(recording, caption)).toEqual(match);
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
		expect(matchSidecar(recording, caption)).toBeUndefined();
	});
});

describe("captions uploaded with a recording", () => {
	test("are read in order of time, whatever their order in the file", async () => {
		expect(await linesOf([sidecar(2, "talk.srt", SRT)])).toEqual(["First that.", "Then this."]);
	});

	test.each([
		["UTF-16 with a byte order mark", Uint8Array.from([0xff, 0xfe, ...Buffer.from(SRT, "utf16le")])],
		["UTF-16 without one", new Uint8Array(Buffer.from(SRT, "utf16le"))],
		["UTF-8 with a byte order mark", Uint8Array.from([0xef, 0xbb, 0xbf, ...Buffer.from(SRT)])],
	])("may be encoded as %s", async (_encoding, bytes) => {
		expect(await linesOf([sidecar(2, "talk.srt", bytes)])).toEqual(["First that.", "Then this."]);
	});

	test("in a Western code page are decoded", async () => {
		const text = SRT.replace("First that.", "Déjà là, très français à côté.");
		expect(await linesOf([sidecar(2, "talk.srt", new Uint8Array(Buffer.from(text, "latin1")))])).toEqual([
			"Déjà là, très français à côté.",
			"Then this.",
		]);
	});

	test("are those of the shortest file name with any captions", async () => {
		const files = [
			sidecar(2, "talk.de.srt", SRT.replace("First that.", "Zuerst das.")),
			sidecar(3, "talk.srt", "nothing at all"),
			sidecar(4, "talk.en.srt", SRT),
			sidecar(5, "other.srt", SRT),
		];
		expect(await linesOf(files)).toEqual(["Zuerst das.", "Then this."]);
		expect(
			await linesOf([sidecar(2, "talk.srt", ""), sidecar(3, "talk.vtt", new Uint8Array(100))]),
		).toBeUndefined();
	});

	test("become the transcript of a recording without captions, with the file name as its source", async () => {
		const resumeStore = new MemoryResumeStore();
		const read = (film: Uint8Array) =>
			extractFile(
				{
					name: "talk.mp4",
					source: sourceOf(film),
					now: () => 0,
					resumeStore,
					sidecars: () => [sidecar(7, "talk.en.srt", SRT)],
				},
				() => {},
			);
		const { result } = await read(makeFilm({}));
		if (!result.ok) throw new Error(result.problem.detail);
		expect(fact(result.value, "transcript")).toMatchObject({
			text: "2 captions (en)",
			source: "talk.en.srt",
		});
		expect(sidecarsWithoutWords(resumeStore.savedState())).toBeUndefined();
	});

	test("are remembered as tried when there are no words in them", async () => {
		const resumeStore = new MemoryResumeStore();
		const { result } = await extractFile(
			{
				name: "talk.mp4",
				source: sourceOf(makeFilm({})),
				now: () => 0,
				resumeStore,
				sidecars: () => [sidecar(7, "talk.en.srt", "no captions"), sidecar(9, "talk.srt", "")],
			},
			() => {},
		);
		expect(result.ok && fact(result.value, "transcript")).toBeFalsy();
		expect(sidecarsWithoutWords(resumeStore.savedState())).toEqual([7, 9]);
	});

	test("are none for a recording that has neither words nor caption files", async () => {
		const resumeStore = new MemoryResumeStore();
		await extractFile(
			{ name: "talk.mp4", source: sourceOf(makeFilm({})), now: () => 0, resumeStore },
			() => {},
		);
		expect(sidecarsWithoutWords(resumeStore.savedState())).toEqual([]);
	});

	test("are ignored where the recording has captions of its own", async () => {
		const film = makeFilm({ captions: [[2, "Its own words."]] });
		const files = [sidecar(7, "talk.srt", SRT)];
		const { result } = await extractFile(
			{ name: "talk.mp4", source: sourceOf(film), now: () => 0, sidecars: () => files },
			() => {},
		);
		expect(result.ok && fact(result.value, "transcript")).toMatchObject({ value: 1, source: "Captions" });
	});

	test("that storage fails to return are not treated as missing", async () => {
		const failing = { size: 10, read: () => Promise.reject(new Error("no answer from storage")) };
		const reading = extractFile(
			{
				name: "talk.mp4",
				source: sourceOf(makeFilm({})),
				now: () => 0,
				sidecars: () => [{ n: 2, name: "talk.srt", source: failing }],
			},
			() => {},
		);
		await expect(reading).rejects.toThrow("no answer from storage");
	});
});
