import type { ICommonTagsResult } from "music-metadata";
import type { Fact, Json } from "../../protocol/files/facts.ts";
import { grouped } from "../file-facts.ts";
import { boundedText } from "../json/plain-json.ts";
import { type Place, placeOf, placeText } from "../place.ts";
import type { Chapter } from "./chapter.ts";
import type { Movie } from "./containers/isobmff.ts";
import type { Recording, Track } from "./recording.ts";
import { shortText } from "./short-text.ts";

/** Milliseconds since 1970 before which no digital recording was made: a clock that was never set says 1904 or 1970. */
const FIRST_RECORDING = Date.UTC(1990, 0, 1);

/** What people ask for first, in the order in which they ask. */
export function recordingFacts(recording: Recording): Fact[] {
	const video = recording.tracks.find(({ carries }) => carries === "video");
	const audio = recording.tracks.find(({ carries }) => carries === "audio");
	return [
		...wordFacts(recording.common),
		fact("takenAt", "Recorded", recordedAt(recording), (value) =>
			value.replace("T", " ").replace("Z", " UTC"),
		),
		placeFact(recording.movie),
		fact("camera", "Camera", cameraOf(recording.movie)),
		fact("duration", "Duration", rounded(recording.duration, 3), clock),
		...(video === undefined ? [] : videoFacts(video)),
		...(audio === undefined ? [] : audioFacts(audio)),
		fact("bitrate", "Bit rate", averageRate(recording), (bits) => `${grouped(bits / 1000)} kbit/s`),
		fact("subtitles", "Subtitles", subtitlesOf(recording.tracks), (list) => list.join(", ")),
		fact("chapters", "Chapters", chaptersTold(recording.chapters), (list) =>
			list.map(chapterText).join("; "),
		),
	].filter((one) => one !== undefined);
}

function fact<Value extends Json>(
	name: string,
	label: string,
	value: Value | undefined,
	text: (value: Value) => string = String,
	source = "Container",
): Fact | undefined {
	return value === undefined ? undefined : { name, label, value, text: text(value), source };
}

function wordFacts(common: Partial<ICommonTagsResult>): (Fact | undefined)[] {
	const { track, disk } = common;
	const words = (name: string, label: string, text: string | undefined) =>
		fact(
			name,
			label,
			text === undefined || text.trim() === "" ? undefined : boundedText(text.trim()),
			String,
			"Tags",
		);
	return [
		words("title", "Title", common.title),
		words("author", "Artist", common.artist),
		words("album", "Album", common.album),
		words("track", "Track", numbered(track?.no, track?.of)),
		words("disc", "Disc", numbered(disk?.no, disk?.of)),
		words("date", "Date", common.date ?? common.year?.toString()),
		words("genre", "Genre", common.genre?.join(", ")),
		words("composer", "Composer", common.composer?.join(", ")),
		words("description", "Description", common.description?.join("\n") ?? common.comment?.[0]?.text),
		words("rights", "Rights", common.copyright),
		words("software", "Made with", common.encodersettings ?? common.encodedby),
	];
}

function numbered(number: number | null | undefined, of: number | null | undefined): string | undefined {
	if (typeof number !== "number") return undefined;
	return typeof of === "number" ? `${number} of ${of}` : String(number);
}

function videoFacts({ width, height, rotation, frameRate, codec, color }: Track): (Fact | undefined)[] {
	const turned = rotation === 90 || rotation === 270;
	const shown =
		width === undefined || height === undefined
			? undefined
			: { width: turned ? height : width, height: turned ? width : height };
	return [
		fact("size", "Size", shown, (size) => `${grouped(size.width)} × ${grouped(size.height)}`),
		fact(
			"rotation",
			"Rotation",
			rotation === 0 ? undefined : rotation,
			(angle) => `Turned ${angle}° clockwise`,
		),
		fact("frameRate", "Frame rate", rounded(frameRate, 3), (rate) => `${rate} frames a second`),
		fact("videoCodec", "Video", codec),
		fact("colorProfile", "Colours", colorName(color)),
	];
}

function audioFacts({ codec, sampleRate, channels, bits }: Track): (Fact | undefined)[] {
	return [
		fact("audioCodec", "Sound", codec),
		fact("sampleRate", "Sample rate", sampleRate, (hertz) => `${hertz / 1000} kHz`),
		fact("channels", "Channels", channels, channelText),
		fact("bitDepth", "Bits a sample", codec === "PCM" || codec === "FLAC" ? bits : undefined),
	];
}

function channelText(channels: number): string {
	if (channels === 1) return "Mono";
	if (channels === 2) return "Stereo";
	return channels === 6 ? "6 (5.1)" : channels === 8 ? "8 (7.1)" : String(channels);
}

/** Colour primaries by ISO 23091-2, table 2. */
function colorName(color: Track["color"]): string | undefined {
	if (color === undefined) return undefined;
	const names: { readonly [primaries: number]: string } = {
		1: "BT.709",
		5: "BT.601 (PAL)",
		6: "BT.601 (NTSC)",
	};
	const name =
		color.primaries === 9 ? "BT.2020" : color.primaries === 12 ? "Display P3" : names[color.primaries];
	const range = color.transfer === 16 ? " HDR (PQ)" : color.transfer === 18 ? " HDR (HLG)" : "";
	return name === undefined ? undefined : name + range;
}

/** Local time with its offset where a phone wrote it, else the container's own time in UTC. */
function recordedAt({ movie, format }: Recording): string | undefined {
	const told = movie?.texts.get("com.apple.quicktime.creationdate");
	if (told !== undefined && /^\d{4}-\d\d-\d\dT/.test(told)) return shortText(told);
	const created = format.creationTime?.getTime();
	return created !== undefined && created >= FIRST_RECORDING
		? new Date(created).toISOString().replace(".000Z", "Z")
		: undefined;
}

/** ISO 6709, as QuickTime and Android write it: `+52.5163+013.3777+034.0/`. */
function placeFact(movie: Movie | undefined): Fact | undefined {
	const text = movie?.texts.get("com.apple.quicktime.location.ISO6709") ?? movie?.texts.get("\u00a9xyz");
	const [, latitude, longitude, altitude] =
		/^([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?/.exec(text ?? "") ?? [];
	if (latitude === undefined || longitude === undefined) return undefined;
	const place: Place | undefined = placeOf(
		Number(latitude),
		Number(longitude),
		altitude === undefined ? undefined : Number(altitude),
	);
	return fact("location", "Location", place, placeText, "Container location");
}

function cameraOf(movie: Movie | undefined): string | undefined {
	const make = movie?.texts.get("com.apple.quicktime.make") ?? movie?.texts.get("\u00a9mak");
	const model = movie?.texts.get("com.apple.quicktime.model") ?? movie?.texts.get("\u00a9mod");
	if (model === undefined) return make && shortText(make);
	return shortText(make === undefined || model.startsWith(make) ? model : `${make} ${model}`);
}

function averageRate({ duration, size }: Recording): number | undefined {
	return duration === undefined || duration <= 0 ? undefined : Math.round((size * 8) / duration);
}

function subtitlesOf(tracks: readonly Track[]): string[] | undefined {
	const list = tracks.filter(({ carries }) => carries === "subtitles");
	if (list.length === 0) return undefined;
	return list.map(
		({ language, name, codec }) =>
			[name, language, codec].flatMap((part) => (part ? [shortText(part)] : [])).join(", ") || "Unnamed",
	);
}

type ChapterTold = { readonly start: number; readonly title: string };

function chaptersTold(chapters: readonly Chapter[]): ChapterTold[] | undefined {
	return chapters.length === 0 ? undefined : chapters.map(({ start, title }) => ({ start, title }));
}

function chapterText({ start, title }: ChapterTold): string {
	return `${clock(start)} ${title}`;
}

function rounded(value: number | undefined, digits: number): number | undefined {
	return value === undefined ? undefined : Number(value.toFixed(digits));
}

/** Such as `2:24` or `1:02:03`; below ten seconds with tenths. */
function clock(seconds: number): string {
	if (seconds < 10) return `${seconds.toFixed(1)} s`;
	const whole = Math.round(seconds);
	const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
	const two = (part: number) => String(part).padStart(2, "0");
	return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
