import type { IAudioMetadata, IChapter, ICommonTagsResult, IFormat, ITrackInfo } from "music-metadata";
import { MAX_CHAPTERS, MAX_TRACKS } from "../limits.ts";
import { type Chapter, shortText } from "./chapter.ts";
import type { Movie, MovieTrack } from "./containers/isobmff.ts";
import type { MatroskaIndex } from "./containers/matroska.ts";
import type { MediaTags } from "./containers/read-tags.ts";

/** What one track holds. */
export type TrackContents = "video" | "audio" | "subtitles" | "other";

/** One track. Any value may be missing; none is guessed. The property names are shown to people as raw fields. */
export interface Track {
	readonly carries: TrackContents;
	readonly codec: string | undefined;
	readonly language: string | undefined;
	readonly name: string | undefined;
	/** Seconds. */
	readonly duration: number | undefined;
	/** Bits per second. */
	readonly bitrate: number | undefined;
	/** Pixels, before rotation. */
	readonly width: number | undefined;
	readonly height: number | undefined;
	/** Frames per second. */
	readonly frameRate: number | undefined;
	/** Degrees clockwise. */
	readonly rotation: number | undefined;
	readonly color: MovieTrack["color"];
	/** Hertz. */
	readonly sampleRate: number | undefined;
	readonly channels: number | undefined;
	readonly bits: number | undefined;
}

/** Everything that was read from one recording's container. */
export interface Recording {
	readonly container: string;
	readonly tracks: readonly Track[];
	readonly chapters: readonly Chapter[];
	/** Seconds. */
	readonly duration: number | undefined;
	/** Bytes of the file. */
	readonly size: number;
	readonly movie: Movie | undefined;
	readonly matroska: MatroskaIndex | undefined;
	readonly tags: MediaTags;
	readonly format: Partial<IFormat>;
	readonly common: Partial<ICommonTagsResult>;
}

/** Track types by Matroska's numbers (RFC 9559, section 5.1.4.1.3), which music-metadata uses for every container. */
const VIDEO = 1;
const AUDIO = 2;
const SUBTITLES = 17;

/** Display names of codecs, by the identifiers that containers use. */
const CODECS: readonly (readonly [RegExp, string])[] = [
	[/avc[1-4]|MPEG4\/ISO\/AVC/, "H.264"],
	[/hvc1|hev1|MPEGH\/ISO\/HEVC/, "H.265"],
	[/av01|^AV1$/, "AV1"],
	[/vp09|^VP9$/, "VP9"],
	[/vp08|^VP8$/, "VP8"],
	[/ap(ch|cn|cs|co|4h|4x)/, "ProRes"],
	[/mp4v/, "MPEG-4 Visual"],
	[/mjp|jpeg/i, "Motion JPEG"],
	[/mp4a|AAC/, "AAC"],
	[/alac/i, "Apple Lossless"],
	[/opus/i, "Opus"],
	[/vorbis/i, "Vorbis"],
	[/flac/i, "FLAC"],
	[/ec-3|EAC3/, "Dolby Digital Plus"],
	[/ac-3|^AC3$/, "Dolby Digital"],
	[/tx3g|^<?text>?$/, "Timed text"],
	[/S_TEXT\/UTF8/, "SubRip"],
	[/S_TEXT\/(ASS|SSA)/, "SubStation Alpha"],
	[/WEBVTT|wvtt/, "WebVTT"],
];

/** The tracks that music-metadata read, completed from the movie box. */
export function tracksOf(metadata: IAudioMetadata | undefined, movie: Movie | undefined): Track[] {
	const byId = new Map(movie?.tracks.map((track) => [track.id, track]));
	return (metadata?.format.trackInfo ?? [])
		.slice(0, MAX_TRACKS)
		.map((info) => trackOf(info, info.id === undefined ? undefined : byId.get(info.id)));
}

function trackOf(info: ITrackInfo, movieTrack: MovieTrack | undefined): Track {
	const carries = contentsOf(info, movieTrack);
	const isVideo = carries === "video";
	return {
		carries,
		codec: codecName(movieTrack?.codec ?? info.codecName ?? info.codecId),
		language: info.language === "und" ? undefined : info.language,
		name: info.name,
		duration: movieTrack?.duration ?? positive(info.duration),
		bitrate: positive(info.bitrate),
		width: positive(info.video?.pixelWidth),
		height: positive(info.video?.pixelHeight),
		frameRate: isVideo ? (movieTrack?.samplesPerSecond ?? positive(info.video?.frameRate)) : undefined,
		rotation: isVideo ? movieTrack?.rotation : undefined,
		color: movieTrack?.color,
		sampleRate: positive(info.audio?.samplingFrequency),
		channels: movieTrack?.audioConfig?.channels ?? positive(info.audio?.channels),
		bits: positive(info.audio?.bitDepth),
	};
}

function contentsOf({ type, codecId }: ITrackInfo, movieTrack: MovieTrack | undefined): TrackContents {
	// A chapter list is a text track too, so in MP4 the handler and the codec decide which tracks are subtitles.
	if (movieTrack !== undefined && type === SUBTITLES)
		return /^(sbtl|subt|clcp)$/.test(movieTrack.handler) ||
			movieTrack.codec === "tx3g" ||
			movieTrack.codec === "wvtt"
			? "subtitles"
			: "other";
	if (type === VIDEO) return "video";
	if (type === AUDIO) return "audio";
	return type === SUBTITLES || codecId?.startsWith("S_") ? "subtitles" : "other";
}

function codecName(code: string | undefined): string | undefined {
	if (code === undefined || code === "") return undefined;
	const known = CODECS.find(([pattern]) => pattern.test(code));
	return known?.[1] ?? code.replace(/^<(.*)>$/, "$1").trim();
}

function positive(value: number | undefined | null): number | undefined {
	return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : undefined;
}

/** Chapters in order of time; those without a title or a valid time are left out. */
export function chaptersOf(
	chapters: readonly IChapter[] | undefined,
	sampleRate: number | undefined,
): Chapter[] {
	return (chapters ?? [])
		.slice(0, MAX_CHAPTERS)
		.map(({ start, timeScale, title, sampleOffset }) => ({
			start:
				timeScale === undefined && sampleOffset !== undefined && sampleRate !== undefined
					? sampleOffset / sampleRate
					: start / (timeScale ?? 1),
			title: shortText(title),
		}))
		.filter(({ start, title }) => Number.isFinite(start) && start >= 0 && title !== "")
		.toSorted((a, b) => a.start - b.start);
}
