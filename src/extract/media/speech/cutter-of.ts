import type { RangedReader } from "../../reader.ts";
import type { Movie } from "../containers/isobmff.ts";
import { filmCutter } from "./film-cutter.ts";
import { mp3Cutter } from "./mp3-cutter.ts";
import { PIECE_BYTES, type SoundCutter } from "./sound-cutter.ts";
import { wavCutter } from "./wav-cutter.ts";

/** Bytes of a recording that is sent in one piece because nothing here cuts its format. */
const MAX_WHOLE_BYTES = 3 * 1024 * 1024;

/** Formats that the model takes, and that lie in frames or pages which only their own reader could part. */
const TAKEN_WHOLE = /^audio\/(x-m4a|mp4|ogg|opus|flac|x-flac|aac|webm)$/;

/** How a recording is cut; `undefined` when it cannot be, and is too long to be sent whole. */
export async function cutterOf(
	reader: RangedReader,
	mime: string,
	{ movie, duration }: { readonly movie: Movie | undefined; readonly duration: number | undefined },
): Promise<SoundCutter | undefined> {
	const sound = movie && (await filmCutter(reader, movie, PIECE_BYTES));
	if (sound !== undefined) return sound;
	if (/^audio\/(wav|x-wav|vnd\.wave)$/.test(mime)) return wavCutter(reader, PIECE_BYTES);
	if (mime === "audio/mpeg") return mp3Cutter(reader, PIECE_BYTES);
	if (!TAKEN_WHOLE.test(mime) || reader.size > MAX_WHOLE_BYTES) return undefined;
	const cut = async () => {
		return { bytes: await reader.read(0, reader.size), next: reader.size, seconds: duration ?? 0 };
	};
	return { from: 0, to: reader.size, cut };
}
