import type { ICommonTagsResult } from "music-metadata";
import type { Fact, Json } from "../../protocol/files/facts.ts";
import { formatCount } from "../file-facts.ts";
import { formatPosition, type GeoPosition, geoPosition } from "../geo-position.ts";
import { boundedText } from "../json/plain-json.ts";
import { type Chapter, shortText } from "./chapter.ts";
import type { Movie } from "./containers/isobmff.ts";
import type { Recording, Track } from "./recording.ts";

/** Earliest plausible recording time, in milliseconds since 1970: a clock that was never set says 1904 or 1970. */
const EARLIEST_RECORDING = Date.UTC(1990, 0, 1);

/** The summary facts of a recording, the most useful first. */
export function recordingFacts(recording: Recording): Fact[] {
	const video = recording.tracks.find(({ carries }) => carries === "video");
	const audio = recording.tracks.find(({ carries }) => carries === "audio");
	return [
		...tagFacts(recording.common),
		fact("takenAt", "Recorded", recordedAt(recording), (value) =>
			value.replace("T", " ").replace("Z", " UTC"),
		),
		locationFact(recording.movie),
		fact("camera", "Camera", cameraOf(recording.movie)),
		fact("duration", "Duration", rounded(recording.duration, 3), durationText),
		...(video === undefined ? [] : videoFacts(video)),
		...(audio === undefined ? [] : audioFacts(audio)),
		fact("bitrate", "Bit rate", averageRate(recording), (bits) => `${formatCount(bits / 1000)} kbit/s`),
		fact("subtitles", "Subtitles", subtitlesOf(recording.tracks), (list) => list.join(", ")),
		fact("chapters", "Chapters", chapterList(recording.chapters), (list) => list.map(chapterText).join("; ")),
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

/** Title, artist and other text from the tags. */
function tagFacts(common: Partial<ICommonTagsResult>): (Fact | undefined)[] {
	const { track, disk } = common;
	const textFact = (name: string, label: string, text: string | undefined) =>
		fact(
			name,
			label,
			text === undefined || text.trim() === "" ? undefined : boundedText(text.trim()),
			String,
			"Tags",
		);
	return [
		textFact("title", "Title", common.title),
		textFact("author", "Artist", common.artist),
		textFact("album", "Album", common.album),
		textFact("track", "Track", numbered(track?.no, track?.of)),
		textFact("disc", "Disc", numbered(disk?.no, disk?.of)),
		textFact("date", "Date", common.date ?? common.year?.toString()),
		textFact("genre", "Genre", common.genre?.join(", ")),
		textFact("composer", "Composer", common.composer?.join(", ")),
		textFact("description", "Description", common.description?.join("\n") ?? common.comment?.[0]?.text),
		textFact("rights", "Rights", common.copyright),
		textFact("software", "Software", common.encodersettings ?? common.encodedby),
	];
}

function numbered(number: number | null | undefined, of: number | null | undefined): string | undefined {
	if (typeof number !== "number") return undefined;
	return typeof of === "number" ? `${number} of ${of}` : String(number);
}

function videoFacts({ width, height, rotation, frameRate, codec, color }: Track): (Fact | undefined)[] {
	const isSideways = rotation === 90 || rotation === 270;
	const displaySize =
		width === undefined || height === undefined
			? undefined
			: { width: isSideways ? height : width, height: isSideways ? width : height };
	return [
		fact("size", "Size", displaySize, (size) => `${formatCount(size.width)} × ${formatCount(size.height)}`),
		fact(
			"rotation",
			"Rotation",
			rotation === 0 ? undefined : rotation,
			(angle) => `Rotated ${angle}° clockwise`,
		),
		fact("frameRate", "Frame rate", rounded(frameRate, 3), (rate) => `${rate} frames per second`),
		fact("videoCodec", "Video", codec),
		fact("colorProfile", "Colours", colorName(color)),
	];
}

function audioFacts({ codec, sampleRate, channels, bits }: Track): (Fact | undefined)[] {
	return [
		fact("audioCodec", "Audio", codec),
		fact("sampleRate", "Sample rate", sampleRate, (hertz) => `${hertz / 1000} kHz`),
		fact("channels", "Channels", channels, channelText),
		fact("bitDepth", "Bits per sample", codec === "PCM" || codec === "FLAC" ? bits : undefined),
	];
}

function channelText(channels: number): string {
	if (channels === 1) return "Mono";
	if (channels === 2) return "Stereo";
	return channels === 6 ? "6 (5.1)" : channels === 8 ? "8 (7.1)" : String(channels);
}

/** A name for the colour primaries and HDR transfer function (ITU-T H.273 = ISO/IEC 23091-2, tables 2 and 3). */
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

/** Local time with offset where a phone recorded one, else the container's creation time in UTC. */
function recordedAt({ movie, format }: Recording): string | undefined {
	const local = movie?.texts.get("com.apple.quicktime.creationdate");
	if (local !== undefined && /^\d{4}-\d\d-\d\dT/.test(local)) return shortText(local);
	const created = format.creationTime?.getTime();
	return created !== undefined && created >= EARLIEST_RECORDING
		? new Date(created).toISOString().replace(".000Z", "Z")
		: undefined;
}

/** ISO 6709, as QuickTime and Android write it: `+52.5163+013.3777+034.0/`. */
function locationFact(movie: Movie | undefined): Fact | undefined {
	const text = movie?.texts.get("com.apple.quicktime.location.ISO6709") ?? movie?.texts.get("\u00a9xyz");
	const [, latitude, longitude, altitude] =
		/^([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?/.exec(text ?? "") ?? [];
	if (latitude === undefined || longitude === undefined) return undefined;
	const position: GeoPosition | undefined = geoPosition(
		Number(latitude),
		Number(longitude),
		altitude === undefined ? undefined : Number(altitude),
	);
	return fact("location", "Location", position, formatPosition, "Container location");
}

function cameraOf(movie: Movie | undefined): string | undefined {
	const make = movie?.texts.get("com.apple.quicktime.make") ?? movie?.texts.get("\u00a9mak");
	const model = movie?.texts.get("com.apple.quicktime.model") ?? movie?.texts.get("\u00a9mod");
	if (model === undefined) return make && shortText(make);
	return shortText(make === undefined || model.startsWith(make) ? model : `${make} ${model}`);
}

/** Bits per second over the whole file. */
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

/** A `Chapter` as a plain JSON object: an interface is not assignable to `Json`. */
type ChapterJson = { readonly start: number; readonly title: string };

function chapterList(chapters: readonly Chapter[]): ChapterJson[] | undefined {
	return chapters.length === 0 ? undefined : chapters.map(({ start, title }) => ({ start, title }));
}

function chapterText({ start, title }: ChapterJson): string {
	return `${durationText(start)} ${title}`;
}

function rounded(value: number | undefined, digits: number): number | undefined {
	return value === undefined ? undefined : Number(value.toFixed(digits));
}

/** Such as `2:24` or `1:02:03`; below ten seconds `4.0 s`. */
function durationText(seconds: number): string {
	if (seconds < 10) return `${seconds.toFixed(1)} s`;
	const whole = Math.round(seconds);
	const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
	const twoDigits = (part: number) => String(part).padStart(2, "0");
	return hours > 0
		? `${hours}:${twoDigits(minutes)}:${twoDigits(whole % 60)}`
		: `${minutes}:${twoDigits(whole % 60)}`;
}
