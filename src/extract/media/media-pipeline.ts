import type { Fact, FactGroup, Facts, Quality } from "../../protocol/facts.ts";
import type { FileKind } from "../../protocol/file-state.ts";
import { ok, refuse } from "../../protocol/result.ts";
import { formatFact, mislabelled, sizeFact } from "../any-file.ts";
import { fitted } from "../fit-groups.ts";
import { MAX_WARNINGS } from "../limits.ts";
import type { ExtractionInput, Pipeline } from "../pipeline.ts";
import { plainFields } from "../plain-json.ts";
import { ReadLimitError, TimeLimitError } from "../reader.ts";
import { FIRST_STAGES } from "../stages.ts";
import { type Movie, readMovie } from "./isobmff.ts";
import { OPUS_RATE, oggDuration } from "./ogg-duration.ts";
import { readTags, type Tags } from "./read-tags.ts";
import { chaptersOf, type Track, tracksOf } from "./recording.ts";
import { type Recording, recordingFacts } from "./summary.ts";

/** Formats whose structure is boxes. */
const BOXED = /^(video\/(mp4|quicktime|x-m4v|3gpp2?)|audio\/(x-m4a|mp4)|application\/mp4)$/;

/** Reads videos or recordings of sound: ranges of the container only, never its pictures and sounds. */
export function mediaPipeline(kind: FileKind & ("video" | "audio")): Pipeline {
	return {
		kind,
		stages: FIRST_STAGES,
		async extract(input, reached) {
			reached("extraction_start");
			const { reader, format } = input;
			const movie = BOXED.test(format.mime) ? await boxes(input) : undefined;
			const tags = await readTags(reader, format.mime);
			const tracks = tracksOf(tags.found, movie);
			const duration = await durationOf(input, tags, tracks);
			if (tracks.length === 0 && duration === undefined) return refuse(nothingFound(input));
			const { found } = tags;
			const recording: Recording = {
				container: found?.format.container ?? format.label,
				tracks,
				chapters: chaptersOf(found?.format.chapters, found?.format.sampleRate),
				duration,
				size: reader.size,
				movie,
				format: found?.format ?? {},
				common: found?.common ?? {},
			};
			const facts = factsOf(kind, input, recording, tags);
			reached("extraction_complete");
			return ok(facts);
		},
	};
}

async function boxes({ reader }: ExtractionInput): Promise<Movie | undefined> {
	try {
		return await readMovie(reader);
	} catch (error) {
		if (error instanceof TimeLimitError) throw error;
		if (error instanceof ReadLimitError) return undefined;
		throw error;
	}
}

async function durationOf(
	{ reader, format }: ExtractionInput,
	{ found }: Tags,
	tracks: readonly Track[],
): Promise<number | undefined> {
	const told = [found?.format.duration, ...tracks.map((track) => track.duration)].filter(
		(seconds) => seconds !== undefined && Number.isFinite(seconds) && seconds > 0,
	);
	if (told.length > 0) return Math.max(...told.map(Number));
	if (format.mime !== "audio/ogg") return undefined;
	const opus = tracks.some(({ codec }) => codec === "Opus");
	return oggDuration(reader, opus ? OPUS_RATE : (tracks[0]?.sampleRate ?? 0));
}

function nothingFound({ format }: ExtractionInput) {
	return {
		code: "unreadable-media",
		detail: `It begins like a ${format.label}, but holds no track that could be found: it is cut off or damaged.`,
	};
}

function factsOf(kind: FileKind, input: ExtractionInput, recording: Recording, tags: Tags): Facts {
	const { format, reader } = input;
	const { movie } = recording;
	const summary: Fact[] = [...recordingFacts(recording), formatFact(format), sizeFact(reader.size)];
	const { groups, cut } = fitted(groupsOf(recording, tags));
	const broken = tags.ended === "broken" || (movie !== undefined && (!movie.found || !movie.sound));
	const defects = broken ? ["The file ends in the middle, or a part of it is damaged."] : [];
	const notices = tags.ended === "stopped" ? ["More of the file would have to be read than is allowed."] : [];
	const wrongLabel = mislabelled(input);
	const left =
		cut.length > 0 ? [`Left out because the result would be too long: ${cut.slice(0, 5).join(", ")}.`] : [];
	return {
		kind,
		format: { mime: format.mime, label: format.label },
		summary,
		groups,
		fields: groups.reduce((sum, { fields }) => sum + Object.keys(fields).length, 0),
		quality: qualityOf(kind, summary, defects),
		warnings: [...defects, ...notices, ...left, ...(wrongLabel === undefined ? [] : [wrongLabel])].slice(
			0,
			MAX_WARNINGS,
		),
		...(tags.cover !== undefined && /^image\/(jpeg|png|webp)$/.test(tags.cover.mime)
			? { thumbnail: tags.cover }
			: {}),
		read: { bytes: reader.bytes, requests: reader.requests },
	};
}

function groupsOf({ container, tracks, movie, format }: Recording, { found }: Tags): FactGroup[] {
	const { trackInfo: _tracks, chapters: _chapters, tagTypes: _types, ...technical } = format;
	const groups: FactGroup[] = [
		{ name: "Container", fields: plainFields(Object.entries({ container, ...technical })) },
	];
	for (const [index, track] of tracks.entries())
		groups.push({ name: `Track ${index + 1}`, fields: plainFields(Object.entries(track)) });
	if (movie !== undefined && movie.texts.size > 0)
		groups.push({ name: "QuickTime", fields: plainFields(movie.texts) });
	for (const [type, list] of Object.entries(found?.native ?? {}))
		groups.push({ name: type, fields: plainFields(list.map(({ id, value }) => [id, value] as const)) });
	return groups;
}

/** What one finding of damage takes from the confidence. */
const DEFECT_COST = 0.3;

const EXPECTED = {
	video: ["takenAt", "duration", "size", "frameRate", "videoCodec", "audioCodec"],
	audio: ["title", "author", "duration", "audioCodec", "sampleRate", "channels"],
} as const;

function qualityOf(kind: FileKind, summary: readonly Fact[], defects: readonly string[]): Quality {
	const expected: readonly string[] = EXPECTED[kind === "video" ? "video" : "audio"];
	const names = new Set(summary.map(({ name }) => name));
	const present = expected.filter((name) => names.has(name));
	return {
		completeness: Number((present.length / expected.length).toFixed(2)),
		present,
		missing: expected.filter((name) => !names.has(name)),
		confidence: defects.length === 0 ? 1 : 1 - DEFECT_COST,
		reasons: [
			{
				effect: present.length * 2 >= expected.length ? "good" : "bad",
				text: `${present.length} of the ${expected.length} facts expected of a ${kind === "video" ? "video" : "recording"}.`,
			},
			...(defects.length === 0
				? [{ effect: "good" as const, text: "Every part that was read was sound." }]
				: defects.map((text) => ({ effect: "bad" as const, text }))),
		],
	};
}
