import type { RangedReader } from "../../ranged-reader.ts";
import type { AudioSplitter } from "./audio-splitter.ts";

/** Layer III bit rates in kbit/s, by index: MPEG-1 (ISO/IEC 11172-3, 2.4.2.3), and MPEG-2 and 2.5 (ISO/IEC 13818-3). */
const MPEG1_KBITS = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const MPEG2_KBITS = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/** Sampling rates of MPEG-1 in hertz, by index; MPEG-2 has half of them, 2.5 a quarter. */
const MPEG1_HERTZ = [44_100, 48_000, 32_000];

/** One frame: the smallest unit an MP3 can be split at. */
interface Frame {
	readonly bytes: number;
	readonly seconds: number;
}

/** The layer III frame that starts at an offset; `undefined` where none does. */
function frameAt(bytes: Uint8Array, at: number): Frame | undefined {
	const [sync = 0, version = 0, rates = 0] = bytes.subarray(at, at + 3);
	if (sync !== 0xff || (version & 0xe6) !== 0xe2) return undefined;
	// 3 is MPEG-1, 2 is MPEG-2, 0 is MPEG-2.5; 1 is reserved.
	const versionId = (version >> 3) & 3;
	const hertz = MPEG1_HERTZ[(rates >> 2) & 3];
	const kilobits = (versionId === 3 ? MPEG1_KBITS : MPEG2_KBITS)[rates >> 4];
	if (versionId === 1 || hertz === undefined || !kilobits) return undefined;
	const rate = hertz / (versionId === 3 ? 1 : versionId === 2 ? 2 : 4);
	const samples = versionId === 3 ? 1152 : 576;
	const padding = (rates >> 1) & 1;
	return {
		bytes: Math.floor((samples / 8) * ((kilobits * 1000) / rate)) + padding,
		seconds: samples / rate,
	};
}

/** Offset of the first frame that another frame follows: a single sync pattern may be chance. */
function firstFrame(bytes: Uint8Array): number {
	for (let at = 0; at + 4 < bytes.length; at++) {
		const frame = frameAt(bytes, at);
		if (frame && (at + frame.bytes >= bytes.length || frameAt(bytes, at + frame.bytes))) return at;
	}
	return -1;
}

/** Bytes of the ID3v2 tag at the beginning, which may hold megabytes of pictures; its size has seven bits per byte. */
async function id3Bytes(reader: RangedReader): Promise<number> {
	if (reader.size < 10) return 0;
	const head = await reader.read(0, 10);
	if (head[0] !== 0x49 || head[1] !== 0x44 || head[2] !== 0x33) return 0;
	return 10 + head.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
}

/** Splits an MP3 between frames. */
export async function mp3Splitter(reader: RangedReader, pieceBytes: number): Promise<AudioSplitter> {
	const start = Math.min(await id3Bytes(reader), reader.size);
	return {
		start,
		end: reader.size,
		async pieceAt(offset) {
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
