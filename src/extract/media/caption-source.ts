import type { RangedReader } from "../reader.ts";
import type { Cue, CuePlace } from "./captions/cue.ts";
import { readSample, samplePlaces } from "./captions/film-captions.ts";
import type { Movie } from "./containers/isobmff.ts";
import { type MatroskaIndex, readBlock } from "./containers/matroska.ts";

/** A track of captions that can be read one by one. */
export interface CaptionSource {
	/** Where they were found, for a person. */
	readonly told: string;
	/** ISO 639-2, or as a file's name tells it, where it is told. */
	readonly language: string | undefined;
	readonly places: readonly CuePlace[];
	read(place: CuePlace): Promise<Cue | undefined>;
}

/** What the captions of the file itself are called. */
const TOLD = "Captions";

/** Codecs of timed text in films, and in Matroska. */
const FILM_CODECS = /^(tx3g|wvtt)$/;
const MATROSKA_CODECS = /^(S_TEXT\/(UTF8|ASCII|ASS|SSA|WEBVTT)|D_WEBVTT\/)/;

/** The first track of captions that has any; nothing where there is none. */
export async function findCaptions(
	reader: RangedReader,
	movie: Movie | undefined,
	matroska: MatroskaIndex | undefined,
): Promise<CaptionSource | undefined> {
	for (const { codec = "", samples, language } of movie?.tracks ?? []) {
		if (!FILM_CODECS.test(codec) || samples === undefined) continue;
		const places = await samplePlaces(reader, samples);
		if (places.length > 0)
			return {
				told: TOLD,
				language: known(language),
				places,
				read: (place) => readSample(reader, place, codec),
			};
	}
	for (const { number, codec, language } of matroska?.captions ?? []) {
		if (matroska === undefined || !MATROSKA_CODECS.test(codec)) continue;
		// A muxer writes blocks as it gets them.
		const places = (await matroska.places(number)).toSorted((a, b) => a.start - b.start);
		if (places.length > 0)
			return {
				told: TOLD,
				language: known(language),
				places,
				read: (place) => readBlock(reader, place, codec, matroska.unit),
			};
	}
	return undefined;
}

function known(language: string): string | undefined {
	return language === "und" ? undefined : language;
}
