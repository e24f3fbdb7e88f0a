import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseBuffer } from "music-metadata";
import { describe, expect, test } from "vitest";
import type { AskModel } from "../../src/extract/ask-model.ts";
import { extractFile } from "../../src/extract/extract-file.ts";
import { ok } from "../../src/protocol/result.ts";
import { fact } from "../extract/from-bytes.ts";
import { extractBytes } from "./corpus.ts";

/** Real recordings, with what ffprobe reads from each. They are not part of the repository. */
const FOLDER = join(import.meta.dirname, "../../../shared/data/media");
const PROBED = join(FOLDER, "ffprobe.json");

/** The parts of ffprobe's answer that are compared. */
interface Probe {
	readonly streams: readonly {
		readonly codec_type: string;
		readonly width?: number;
		readonly height?: number;
		readonly channels?: number;
		readonly sample_rate?: string;
		readonly disposition: { readonly attached_pic: number };
	}[];
	readonly format: { readonly duration?: string; readonly tags?: { readonly title?: string } };
}

/** Files whose parts contradict each other, so that readers disagree. */
const CONTRADICTORY: ReadonlySet<string> = new Set([
	"annex-b-avc.mkv",
	"oversized-id3.wav",
	"malformed-join.mp3",
]);

const there = existsSync(PROBED);
if (!there) console.warn("No real recordings found: the tests against ffprobe are skipped.");
const probes = there ? (JSON.parse(readFileSync(PROBED, "utf8")) as { readonly [name: string]: Probe }) : {};

describe.skipIf(!there)("real recordings", () => {
	test.each(Object.entries(probes).filter(([name]) => !CONTRADICTORY.has(name)))(
		"%s has the values that ffprobe reads",
		async (name, probe) => {
			const bytes = new Uint8Array(readFileSync(join(FOLDER, name)));
			const { result } = await extractBytes(name, bytes);
			if (!result.ok) throw new Error(result.problem.detail);
			const facts = result.value;
			const video = probe.streams.find(
				(stream) => stream.codec_type === "video" && stream.disposition.attached_pic === 0,
			);
			const audio = probe.streams.find((stream) => stream.codec_type === "audio");
			expect(Number(fact(facts, "duration")?.value)).toBeCloseTo(Number(probe.format.duration), 0);
			if (video !== undefined) {
				const sides = Object.values(fact(facts, "size")?.value ?? {}).map(Number);
				expect(sides.sort((a, b) => a - b)).toEqual(
					[video.width, video.height].map(Number).sort((a, b) => a - b),
				);
			}
			if (audio !== undefined) {
				expect(fact(facts, "sampleRate")?.value).toBe(Number(audio.sample_rate));
				expect(fact(facts, "channels")?.value).toBe(audio.channels);
			}
			if (probe.format.tags?.title !== undefined)
				expect(fact(facts, "title")?.value).toBe(probe.format.tags.title);
		},
	);

	test.each(["sample.flac", "malformed-join.mp3"])("the thumbnail of %s is its cover", async (name) => {
		const bytes = new Uint8Array(readFileSync(join(FOLDER, name)));
		const { result } = await extractBytes(name, bytes);
		const { offset = 0, length = 0, mime } = (result.ok ? result.value.thumbnail : undefined) ?? {};
		const picture = bytes.subarray(offset, offset + length);
		expect(mime).toBe(picture[0] === 0x89 ? "image/png" : "image/jpeg");
		expect([0x89, 0xff]).toContain(picture[0]);
		expect(picture.length).toBe(length);
	});

	test.each([...CONTRADICTORY].map((name) => [name]))(
		"%s has facts or is refused with a reason",
		async (name) => {
			const bytes = new Uint8Array(readFileSync(join(FOLDER, name)));
			const { result } = await extractBytes(name, bytes);
			expect(result.ok ? result.value.summary.length : result.problem.detail).toBeTruthy();
		},
	);

	test("the audio extracted from a film is as long as the film", async () => {
		const bytes = new Uint8Array(readFileSync(join(FOLDER, "talk-nosubs.mp4")));
		const pieces: Uint8Array[] = [];
		const model: AskModel = async ({ inputs }) => {
			pieces.push(Uint8Array.from(Buffer.from(String(inputs.audio), "base64")));
			return ok({ text: "Words." });
		};
		const source = {
			size: bytes.length,
			read: async (at: number, size: number) => bytes.slice(at, at + size),
		};
		await extractFile({ name: "talk.mp4", source, now: () => 0, model }, () => {});
		const parsed = await Promise.all(
			pieces.map((piece) => parseBuffer(piece, { mimeType: "audio/aac" }, { duration: true })),
		);
		expect(parsed.map(({ format }) => [format.container, format.sampleRate])).toEqual([
			["ADTS/MPEG-4", 44_100],
		]);
		expect(parsed[0]?.format.duration).toBeCloseTo(Number(probes["talk-nosubs.mp4"]?.format.duration), 0);
	});
});
