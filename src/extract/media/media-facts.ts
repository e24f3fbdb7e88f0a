import type { Fact, FactGroup, Facts, Quality } from "../../protocol/files/facts.ts";
import type { FileKind } from "../../protocol/files/file-state.ts";
import { formatFact, grouped, mislabelled, sizeFact } from "../file-facts.ts";
import { fitted } from "../json/fit-groups.ts";
import { plainFields } from "../json/plain-json.ts";
import { MAX_WARNINGS } from "../limits.ts";
import type { ExtractionInput } from "../pipeline.ts";
import type { Analysis } from "./analyse.ts";
import type { Recording } from "./recording.ts";
import { recordingFacts } from "./summary.ts";

/** What is said in a recording, and how it was found out. */
export interface Said extends Analysis {
	/** Captions that had words. */
	readonly cues: number;
	/** The language of the captions, where it is told. */
	readonly language: string | undefined;
	/** Where they were found. */
	readonly source: string;
	/** A model has listened. */
	readonly heard: boolean;
	/** Why it did not, or not to the end. */
	readonly unheard: string | undefined;
}

/** Everything that was found in one recording, its words aside. */
export function mediaFacts(kind: FileKind, input: ExtractionInput, recording: Recording, said: Said): Facts {
	const { format, reader } = input;
	const { movie, tags } = recording;
	const summary: Fact[] = [
		...recordingFacts(recording),
		...saidFacts(said),
		formatFact(format),
		sizeFact(reader.size),
	];
	const { groups, cut } = fitted(groupsOf(recording));
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
		warnings: [
			...defects,
			...notices,
			...silence(kind, said),
			...left,
			...(wrongLabel === undefined ? [] : [wrongLabel]),
		].slice(0, MAX_WARNINGS),
		...(tags.cover !== undefined && /^image\/(jpeg|png|webp)$/.test(tags.cover.mime)
			? { thumbnail: tags.cover }
			: {}),
		...(said.map === undefined ? {} : { mindMap: said.map }),
		read: { bytes: reader.bytes, requests: reader.requests },
	};
}

/** Why there is no transcript, where one would be looked for. */
function silence(kind: FileKind, { cues, heard, unheard }: Said): string[] {
	if (cues > 0 && unheard !== undefined) return [MAY_BE_WRONG, `The transcript ends early: ${unheard}`];
	if (cues > 0) return heard ? [MAY_BE_WRONG] : [];
	if (unheard !== undefined)
		return [`There is no transcript: no captions were found, and ${lowered(unheard)}`];
	if (heard) return ["There is no transcript: the model that listened heard no words."];
	if (kind !== "video") return [];
	return ["There is no transcript: this video holds no captions that can be read, and none lie beside it."];
}

const MAY_BE_WRONG = "The words were heard by a model and may be wrong in places.";

function lowered(sentence: string): string {
	return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

function saidFacts({ cues, language, keywords, summary, source }: Said): Fact[] {
	if (cues === 0) return [];
	const told = language ?? "language not told";
	const facts: Fact[] = [
		{
			name: "transcript",
			label: "Transcript",
			value: cues,
			text: `${grouped(cues)} captions (${told})`,
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
		facts.push({ name: "summary", label: "In short", value: summary, text: summary, source });
	return facts;
}

function groupsOf({ container, tracks, movie, format, tags: { found } }: Recording): FactGroup[] {
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
