import type { Fact, Quality, Reason } from "../../protocol/files/facts.ts";

/** Facts expected of a picture taken by a camera. */
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

/** Facts expected of a picture made by a program: a screenshot, a drawing, an animation. */
const GRAPHIC = ["size", "colorProfile", "software"] as const;

/** Facts that only people write: mentioned where present, never expected. */
const DESCRIPTIVE = ["title", "caption", "keywords", "author", "rights"] as const;

/** Formats that cameras write: such a file is scored as a photo even if it has no metadata. */
const CAMERA_FORMATS = /^image\/(jpeg|hei[cf]|x-(adobe|canon|nikon|sony|fujifilm|panasonic|olympus))/;

/** Facts that only a camera writes: with any of them, a file of any format is scored as a photo. */
const CAMERA_FACTS = ["camera", "shutter", "aperture", "iso", "focalLength", "lens"];

/** How much one finding lowers the confidence, which starts at 1. */
const COST = { conflict: 0.1, defect: 0.15, implausible: 0.05 } as const;

/** Confidence never falls to 0: the facts that were read still count. */
const MIN_CONFIDENCE = 0.1;

/** What an image's scores are computed from. */
export interface ImageFindings {
	readonly mime: string;
	readonly summary: readonly Fact[];
	/** Sentences about broken bytes. */
	readonly defects: readonly string[];
	/** Sentences about values that cannot be right. */
	readonly implausible: readonly string[];
	/** The blocks whose facts can be compared, such as `EXIF` and `XMP`. */
	readonly blocks: readonly string[];
}

/** Scores an image's facts. Everything that raised or lowered a score gets a sentence. */
export function qualityOf(findings: ImageFindings): Quality {
	const names = new Set(findings.summary.map(({ name }) => name));
	const photo = CAMERA_FORMATS.test(findings.mime) || CAMERA_FACTS.some((name) => names.has(name));
	const expected = photo ? PHOTO : GRAPHIC;
	const present = expected.filter((name) => names.has(name));
	const missing = expected.filter((name) => !names.has(name));
	const conflicts = findings.summary.filter((fact) => fact.conflicts !== undefined);
	const { defects, implausible } = findings;
	const lost =
		conflicts.length * COST.conflict + defects.length * COST.defect + implausible.length * COST.implausible;
	return {
		completeness: Number((present.length / expected.length).toFixed(2)),
		present,
		missing,
		confidence: Number(Math.max(1 - lost, MIN_CONFIDENCE).toFixed(2)),
		reasons: [
			...completenessReasons(photo, present.length, expected.length, findings.summary),
			...confidenceReasons(findings, conflicts),
		],
	};
}

function completenessReasons(
	photo: boolean,
	present: number,
	expected: number,
	summary: readonly Fact[],
): Reason[] {
	const what = photo
		? "a photo (when, where and how it was taken)"
		: "an image made by a program (its size, colours and software)";
	const reasons: Reason[] = [
		{
			effect: present * 2 >= expected ? "good" : "bad",
			text: `${present} of the ${expected} facts expected of ${what}.`,
		},
	];
	const labels = DESCRIPTIVE.flatMap((name) => summary.find((fact) => fact.name === name)?.label ?? []);
	if (labels.length > 0)
		reasons.push({ effect: "good", text: `Descriptive text found: ${labels.join(", ").toLowerCase()}.` });
	return reasons;
}

function confidenceReasons(findings: ImageFindings, conflicts: readonly Fact[]): Reason[] {
	const { defects, implausible, blocks } = findings;
	const reasons: Reason[] = [];
	if (defects.length === 0) reasons.push({ effect: "good", text: "No damage was found." });
	for (const text of [...defects, ...implausible]) reasons.push({ effect: "bad", text });
	for (const { label, source, text, conflicts: others = [] } of conflicts) {
		const contradictions = others.map((other) => `${other.source} says “${excerpt(other.text)}”`).join(", ");
		reasons.push({
			effect: "bad",
			text: `${label}: ${source} says “${excerpt(text)}”, but ${contradictions}.`,
		});
	}
	if (conflicts.length === 0 && blocks.length > 1) {
		reasons.push({ effect: "good", text: `${blocks.join(" and ")} agree with each other.` });
	}
	return reasons;
}

function excerpt(text: string): string {
	return text.length <= 80 ? text : `${text.slice(0, 79).toWellFormed()}…`;
}
