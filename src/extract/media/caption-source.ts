import type { RangedReader } from "../ranged-reader.ts";
import type { Cue, CueLocation } from "./captions/cue.ts";
import { readTextSample, sampleLocations } from "./captions/mp4-captions.ts";
import type { Movie } from "./containers/isobmff.ts";
import { type MatroskaIndex, readBlock } from "./containers/matroska.ts";

/** Captions of one track or file, to be read one at a time. */
export interface CaptionSource {
	/** Where they were found; shown as the source of the transcript. */
	readonly label: string;
	/** ISO 639-2, or as written in the file name; `undefined`: unknown. */
	readonly language: string | undefined;
	readonly locations: readonly CueLocation[];
	read(location: CueLocation): Promise<Cue | undefined>;
}

/** Label of captions inside the recording. */
const EMBEDDED_LABEL = "Captions";

/** Codecs of timed text in MP4, and in Matroska. */
const MP4_CODECS = /^(tx3g|wvtt)$/;
const MATROSKA_CODECS = /^(S_TEXT\/(UTF8|ASCII|ASS|SSA|WEBVTT)|D_WEBVTT\/)/;

/** The first caption track that has captions; `undefined` where there is none. */
export async function findCaptions(
	reader: RangedReader,
	movie: Movie | undefined,
	matroska: MatroskaIndex | undefined,
): Promise<CaptionSource | undefined> {
	for (const { codec = "", sampleTables, language } of movie?.tracks ?? []) {
		if (!MP4_CODECS.test(codec) || sampleTables === undefined) continue;
		const locations = await sampleLocations(reader, sampleTables);
		if (locations.length > 0)
			return {
				label: EMBEDDED_LABEL,
				language: knownLanguage(language),
				locations,
				read: (location) => readTextSample(reader, location, codec),
			};
	}
	for (const { number, codec, language } of matroska?.captions ?? []) {
		if (matroska === undefined || !MATROSKA_CODECS.test(codec)) continue;
		// A muxer writes blocks in the order in which it receives them, which need not be that of time.
		const locations = (await matroska.cueLocations(number)).toSorted((a, b) => a.start - b.start);
		if (locations.length > 0)
			return {
				label: EMBEDDED_LABEL,
				language: knownLanguage(language),
				locations,
				read: (location) => readBlock(reader, location, codec, matroska.secondsPerTick),
			};
	}
	return undefined;
}

/** `und` (undetermined) counts as unknown. */
function knownLanguage(language: string): string | undefined {
	return language === "und" ? undefined : language;
}
