import type { RangedReader } from "../../reader.ts";
import type { SoundCutter } from "./sound-cutter.ts";

/** Kilobits a second by layer III's index, of MPEG-1 and of MPEG-2 and 2.5 (ISO 11172-3, 2.4.2.3; ISO 13818-3). */
const RATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const RATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/** Samples a second of MPEG-1; half of it in MPEG-2, a quarter in 2.5. */
const HERTZ = [44_100, 48_000, 32_000];

/** One frame: a short piece of sound that may be cut off from the others. */
interface Frame {
	readonly bytes: number;
	readonly seconds: number;
}

/** The frame of layer III that begins there; `undefined` when none does. */
function frameAt(bytes: Uint8Array, at: number): Frame | undefined {
	const [sync = 0, version = 0, rates = 0] = bytes.subarray(at, at + 3);
	if (sync !== 0xff || (version & 0xe6) !== 0xe2) return undefined;
	const generation = (version >> 3) & 3;
	const hertz = HERTZ[(rates >> 2) & 3];
	const kilobits = (generation === 3 ? RATES_1 : RATES_2)[rates >> 4];
	if (generation === 1 || hertz === undefined || !kilobits) return undefined;
	const rate = hertz / (generation === 3 ? 1 : generation === 2 ? 2 : 4);
	const samples = generation === 3 ? 1152 : 576;
	const padding = (rates >> 1) & 1;
	return {
		bytes: Math.floor((samples / 8) * ((kilobits * 1000) / rate)) + padding,
		seconds: samples / rate,
	};
}

/** Where a frame begins that another one follows: the sign of one alone may be chance. */
function firstFrame(bytes: Uint8Array): number {
	for (let at = 0; at + 4 < bytes.length; at++) {
		const frame = frameAt(bytes, at);
		if (frame && (at + frame.bytes >= bytes.length || frameAt(bytes, at + frame.bytes))) return at;
	}
	return -1;
}

/** Length of the ID3v2 tag at the beginning (four bytes of seven bits), which may hold megabytes of picture. */
async function tagBytes(reader: RangedReader): Promise<number> {
	if (reader.size < 10) return 0;
	const head = await reader.read(0, 10);
	if (head[0] !== 0x49 || head[1] !== 0x44 || head[2] !== 0x33) return 0;
	return 10 + head.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
}

/** Cuts an MP3 between frames. */
export async function mp3Cutter(reader: RangedReader, pieceBytes: number): Promise<SoundCutter> {
	const from = Math.min(await tagBytes(reader), reader.size);
	return {
		from,
		to: reader.size,
		async cut(offset) {
			const bytes = await reader.read(offset, Math.min(pieceBytes, reader.size - offset));
			const begin = firstFrame(bytes);
			if (begin < 0) return undefined;
			let [end, seconds] = [begin, 0];
			for (let frame = frameAt(bytes, end); frame; frame = frameAt(bytes, end)) {
				if (end + frame.bytes > bytes.length) break;
				end += frame.bytes;
				seconds += frame.seconds;
			}
			if (end === begin) return undefined;
			return { bytes: bytes.subarray(begin, end), next: offset + end, seconds };
		},
	};
}
