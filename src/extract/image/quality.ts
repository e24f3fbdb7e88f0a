import type { Fact, Quality, Reason } from "../../protocol/files/facts.ts";

/** What is expected of a picture that a camera took: what people ask for first and a camera can know. */
const PHOTO = [
	"takenAt",
	"location",
	"camera",
	"lens",
	"shutter",
	"aperture",
	"iso",
	"focalLength",
	"size",
	"orientation",
	"colorProfile",
] as const;

/** What is expected of a picture that a program made: a screenshot, a drawing, an animation. */
const GRAPHIC = ["size", "colorProfile", "software"] as const;

/** What only people write. Its absence says nothing about the file. */
const WRITTEN = ["title", "caption", "keywords", "author", "rights"] as const;

/** Formats that cameras write; a file of these is judged as a photo even when it is bare. */
const CAMERA_FORMATS = /^image\/(jpeg|hei[cf]|x-(adobe|canon|nikon|sony|fujifilm|panasonic|olympus))/;

/** Facts that only a camera can have left. */
const CAMERA_MARKS = ["camera", "shutter", "aperture", "iso", "focalLength", "lens"];

/** What one finding takes from the confidence, which begins at 1. */
const COST = { conflict: 0.1, defect: 0.15, doubt: 0.05 } as const;

/** However much is wrong, what was read was read: the score of a result does not fall to nothing. */
const LEAST_CONFIDENCE = 0.1;

/** What the score is made of. */
export interface Findings {
	readonly mime: string;
	readonly summary: readonly Fact[];
	/** Broken bytes, as sentences. */
	readonly defects: readonly string[];
	/** Values that are there but cannot be right, as sentences. */
	readonly doubts: readonly string[];
	/** Blocks that tell the same things, such as `EXIF` and `XMP`. */
	readonly blocks: readonly string[];
}

/** Scores a result. Every part of the scores has its sentence. */
export function qualityOf(findings: Findings): Quality {
	const names = new Set(findings.summary.map(({ name }) => name));
	const photo = CAMERA_FORMATS.test(findings.mime) || CAMERA_MARKS.some((name) => names.has(name));
	const expected = photo ? PHOTO : GRAPHIC;
	const present = expected.filter((name) => names.has(name));
	const missing = expected.filter((name) => !names.has(name));
	const conflicts = findings.summary.filter((fact) => fact.conflicts !== undefined);
	const { defects, doubts } = findings;
	const lost = conflicts.length * COST.conflict + defects.length * COST.defect + doubts.length * COST.doubt;
	return {
		completeness: Number((present.length / expected.length).toFixed(2)),
		present,
		missing,
		confidence: Number(Math.max(1 - lost, LEAST_CONFIDENCE).toFixed(2)),
		reasons: [
			...completenessReasons(photo, present.length, expected.length, names),
			...confidenceReasons(findings, conflicts),
		],
	};
}

function completenessReasons(
	photo: boolean,
	present: number,
	expected: number,
	names: ReadonlySet<string>,
): Reason[] {
	const what = photo
		? "a photo: when, where and how a camera took it"
		: "a picture made by a program: its size, colours and maker";
	const reasons: Reason[] = [
		{
			effect: present * 2 >= expected ? "good" : "bad",
			text: `${present} of the ${expected} facts expected of ${what}.`,
		},
	];
	const written = WRITTEN.filter((name) => names.has(name));
	if (written.length > 0)
		reasons.push({ effect: "good", text: `People wrote into it: ${written.join(", ")}.` });
	return reasons;
}

function confidenceReasons(findings: Findings, conflicts: readonly Fact[]): Reason[] {
	const { defects, doubts, blocks } = findings;
	const reasons: Reason[] = [];
	if (defects.length === 0) reasons.push({ effect: "good", text: "Every block that was read was sound." });
	for (const text of [...defects, ...doubts]) reasons.push({ effect: "bad", text });
	for (const { label, source, text, conflicts: others = [] } of conflicts) {
		const told = others.map((other) => `${other.source} says “${short(other.text)}”`).join(", ");
		reasons.push({ effect: "bad", text: `${label}: ${source} says “${short(text)}”, but ${told}.` });
	}
	if (conflicts.length === 0 && blocks.length > 1) {
		reasons.push({ effect: "good", text: `${blocks.join(" and ")} do not contradict each other.` });
	}
	return reasons;
}

function short(text: string): string {
	return text.length <= 80 ? text : `${text.slice(0, 79).toWellFormed()}…`;
}
