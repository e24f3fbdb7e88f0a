import type { Fact, FactGroup, Facts, Quality } from "../../protocol/files/facts.ts";
import type { FileKind } from "../../protocol/files/file-state.ts";
import { formatCount, formatFact, nameMismatch, sizeFact } from "../file-facts.ts";
import { fitGroups } from "../json/fit-groups.ts";
import { plainFields } from "../json/plain-json.ts";
import { MAX_WARNINGS } from "../limits.ts";
import type { ExtractionInput } from "../pipeline.ts";
import type { TranscriptAnalysis } from "./analyse-transcript.ts";
import type { Recording } from "./recording.ts";
import { recordingFacts } from "./recording-facts.ts";

/** The transcript of a recording, its analysis and where it came from. */
export interface Transcription extends TranscriptAnalysis {
	/** How many captions have text. */
	readonly cues: number;
	/** Language of the captions; `undefined`: unknown. */
	readonly language: string | undefined;
	/** Where the captions were found, for people. */
	readonly source: string;
	/** Whether a speech recognition model was used. */
	readonly byModel: boolean;
	/** Why there is no transcript or why it ends early; part of a sentence. */
	readonly problem: string | undefined;
}

/** All facts of one recording. The text of the transcript is stored as chunks, not here. */
export function mediaFacts(
	kind: FileKind,
	input: ExtractionInput,
	recording: Recording,
	transcription: Transcription,
): Facts {
	const { format, reader } = input;
	const { movie, tags } = recording;
	const summary: Fact[] = [
		...recordingFacts(recording),
		...transcriptFacts(transcription),
		formatFact(format),
		sizeFact(reader.size),
	];
	const { groups, cut } = fitGroups(groupsOf(recording));
	const broken = tags.outcome === "broken" || (movie !== undefined && (!movie.hasMovieBox || !movie.intact));
	const defects = broken ? ["The file is incomplete, or a part of it is damaged."] : [];
	const notices =
		tags.outcome === "limited"
			? ["Only part of the file was read, because reading more would exceed the limit."]
			: [];
	const wrongLabel = nameMismatch(input);
	const leftOut =
		cut.length > 0 ? [`Left out because the result would be too long: ${cut.slice(0, 5).join(", ")}.`] : [];
	return {
		kind,
		format: { mime: format.mime, label: format.label },
		summary,
		groups,
		fields: groups.reduce((sum, { fields }) => sum + Object.keys(fields).length, 0),
		quality: qualityOf(kind, summary, defects),
		warnings: [
			...defects,
			...notices,
			...transcriptWarnings(kind, transcription),
			...leftOut,
			...(wrongLabel === undefined ? [] : [wrongLabel]),
		].slice(0, MAX_WARNINGS),
		...(tags.cover !== undefined && /^image\/(jpeg|png|webp)$/.test(tags.cover.mime)
			? { thumbnail: tags.cover }
			: {}),
		...(transcription.mindMap === undefined ? {} : { mindMap: transcription.mindMap }),
		read: { bytes: reader.bytesRead, requests: reader.requestCount },
	};
}

/** Why a transcript is missing, incomplete or possibly wrong. Audio without one is normal and gets no warning. */
function transcriptWarnings(kind: FileKind, { cues, byModel, problem }: Transcription): string[] {
	if (cues > 0 && problem !== undefined) return [MAY_BE_WRONG, `The transcript ends early: ${problem}`];
	if (cues > 0) return byModel ? [MAY_BE_WRONG] : [];
	if (problem !== undefined)
		return [`There is no transcript: no captions were found, and ${withLowerCaseStart(problem)}`];
	if (byModel) return ["There is no transcript: speech recognition found no words."];
	if (kind !== "video") return [];
	return [
		"There is no transcript: this video has no readable captions, and no caption file was uploaded with it.",
	];
}

const MAY_BE_WRONG = "The transcript was made by speech recognition and may contain mistakes.";

function withLowerCaseStart(sentence: string): string {
	return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

function transcriptFacts({ cues, language, keywords, summary, source }: Transcription): Fact[] {
	if (cues === 0) return [];
	const facts: Fact[] = [
		{
			name: "transcript",
			label: "Transcript",
			value: cues,
			text: `${formatCount(cues)} captions (${language ?? "language unknown"})`,
			source,
		},
	];
	if (keywords.length > 0)
		facts.push({
			name: "keywords",
			label: "Keywords",
			value: [...keywords],
			text: keywords.join(", "),
			source,
		});
	if (summary !== "")
		facts.push({ name: "summary", label: "Summary", value: summary, text: summary, source });
	return facts;
}

/** The raw fields by group. The keys of `Track` are the names that people see there. */
function groupsOf({ container, tracks, movie, format, tags }: Recording): FactGroup[] {
	const { trackInfo: _tracks, chapters: _chapters, tagTypes: _types, ...technical } = format;
	const groups: FactGroup[] = [
		{ name: "Container", fields: plainFields(Object.entries({ container, ...technical })) },
	];
	for (const [index, track] of tracks.entries())
		groups.push({ name: `Track ${index + 1}`, fields: plainFields(Object.entries(track)) });
	if (movie !== undefined && movie.texts.size > 0)
		groups.push({ name: "QuickTime", fields: plainFields(movie.texts) });
	for (const [type, list] of Object.entries(tags.metadata?.native ?? {}))
		groups.push({ name: type, fields: plainFields(list.map(({ id, value }) => [id, value] as const)) });
	return groups;
}

/** How much damage lowers the confidence, which starts at 1. */
const DEFECT_COST = 0.3;

/** Facts expected of each kind of recording. */
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
				? [{ effect: "good" as const, text: "No damage was found." }]
				: defects.map((text) => ({ effect: "bad" as const, text }))),
		],
	};
}
