import { formatBytes, formatCount, formatDateTime, formatDuration } from "../format.ts";
import { formatFactDate } from "./fact-date.ts";

/** What people call the facts that a file is expected to hold. */
const FACT_NAMES: Readonly<Record<string, string>> = {
	takenAt: "date",
	createdAt: "date created",
	location: "location",
	camera: "camera",
	lens: "lens",
	shutter: "shutter speed",
	aperture: "aperture",
	iso: "ISO",
	focalLength: "focal length",
	size: "dimensions",
	orientation: "orientation",
	colorProfile: "colour profile",
	software: "software",
	title: "title",
	author: "author",
	duration: "duration",
	frameRate: "frame rate",
	videoCodec: "video format",
	audioCodec: "audio format",
	sampleRate: "sample rate",
	channels: "channels",
	language: "language",
	words: "words",
	text: "text",
	content: "readable content",
};

/** Facts that hold a date. */
const DATES = /At$/;

/** `colorProfile` as `color profile`, for a fact that has no name above. */
function splitIdentifier(name: string): string {
	return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** The panel of one open file. */
export const detailWords = {
	previousFile: "Previous file",
	nextFile: "Next file",
	actions: { pause: "Pause", resume: "Resume", retry: "Retry", cancel: "Cancel" },
	downloadJson: "Download JSON",
	downloadOriginal: "Download original",
	delete: "Delete",
	pictureOf: (name: string) => `Preview of ${name}`,
	loading: "Loading details…",
	notYet: "Details appear here once this file has been read.",
	warnings: "Warnings",
	/** What it took to read the file: `took` in milliseconds, `at` since 1970, bytes and requests from storage. */
	readIn: (took: number | undefined, at: number, bytes: number, size: number, requests: number) => {
		const duration = took === undefined ? "" : ` in ${formatDuration(took)}`;
		const from = requests === 1 ? "1 request" : `${formatCount(requests)} requests`;
		return `Read${duration} on ${formatDateTime(at)}: ${formatBytes(bytes)} of ${formatBytes(size)}, ${from}.`;
	},
	facts: "Facts",
	factText: (name: string, text: string) => (DATES.test(name) ? formatFactDate(text) : text),
	conflict: (source: string, text: string) => `${source} says ${text}`,
	copy: "Copy",
	copied: "Copied",
	copyFact: (label: string) => `Copy ${label}`,
	quality: "Quality",
	completeness: "Completeness",
	completenessHint: "How many of the expected facts were found",
	confidence: "Confidence",
	confidenceHint: "Whether the file is intact and its sources agree",
	good: "Good:",
	bad: "Bad:",
	found: "Found:",
	notInFile: "Not in the file:",
	factNames: (names: readonly string[]) =>
		names.map((name) => FACT_NAMES[name] ?? splitIdentifier(name)).join(", "),
	allFields: (count: number) => (count === 1 ? "1 field" : `All ${formatCount(count)} fields`),
	findField: "Find a field or a value",
	noField: (sought: string) => `No field matches “${sought}”.`,
};
