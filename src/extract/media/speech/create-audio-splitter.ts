import type { RangedReader } from "../../ranged-reader.ts";
import type { Movie } from "../containers/isobmff.ts";
import { type AudioSplitter, PIECE_BYTES } from "./audio-splitter.ts";
import { mp3Splitter } from "./mp3-splitter.ts";
import { mp4Splitter } from "./mp4-splitter.ts";
import { wavSplitter } from "./wav-splitter.ts";

/** Largest recording that is sent in one piece because nothing here splits its format. */
const MAX_WHOLE_BYTES = 3 * 1024 * 1024;

/** Formats that the model accepts but nothing here can split. */
const SENT_WHOLE = /^audio\/(x-m4a|mp4|ogg|opus|flac|x-flac|aac|webm)$/;

/** The splitter for a recording; `undefined` where its format cannot be split and it is too long to be sent whole. */
export async function createAudioSplitter(
	reader: RangedReader,
	mime: string,
	{ movie, duration }: { readonly movie: Movie | undefined; readonly duration: number | undefined },
): Promise<AudioSplitter | undefined> {
	const fromMovie = movie && (await mp4Splitter(reader, movie, PIECE_BYTES));
	if (fromMovie !== undefined) return fromMovie;
	if (/^audio\/(wav|x-wav|vnd\.wave)$/.test(mime)) return wavSplitter(reader, PIECE_BYTES);
	if (mime === "audio/mpeg") return mp3Splitter(reader, PIECE_BYTES);
	if (!SENT_WHOLE.test(mime) || reader.size > MAX_WHOLE_BYTES) return undefined;
	const wholeFile = async () => {
		return { bytes: await reader.read(0, reader.size), next: reader.size, seconds: duration ?? 0 };
	};
	return { start: 0, end: reader.size, pieceAt: wholeFile };
}
