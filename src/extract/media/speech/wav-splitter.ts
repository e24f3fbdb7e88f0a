import { latin1 } from "../../bytes/bytes.ts";
import type { RangedReader } from "../../ranged-reader.ts";
import type { AudioSplitter } from "./audio-splitter.ts";

/** Most chunks that are searched for the audio data: a handful is usual. */
const MAX_CHUNKS = 64;

/** Most bytes of the format chunk that are kept: what comes later is of no use to a speech model. */
const MAX_FORMAT_BYTES = 64;

/** Uncompressed formats (WAVE_FORMAT_PCM, IEEE_FLOAT and EXTENSIBLE), in which a piece may start at any sample frame. */
const UNCOMPRESSED: ReadonlySet<number> = new Set([1, 3, 0xfffe]);

/** Splits an uncompressed WAV at sample frames. Each piece gets the file's own format chunk. */
export async function wavSplitter(
	reader: RangedReader,
	pieceBytes: number,
): Promise<AudioSplitter | undefined> {
	let format: Uint8Array | undefined;
	for (let at = 12, chunks = 0; at + 8 <= reader.size && chunks < MAX_CHUNKS; chunks++) {
		const head = await reader.read(at, 8);
		const view = new DataView(head.buffer, head.byteOffset, 8);
		const length = view.getUint32(4, true);
		const from = at + 8;
		const name = latin1(head.subarray(0, 4));
		if (name === "fmt " && length >= 16 && from + 16 <= reader.size)
			format = (await reader.read(from, Math.min(length, MAX_FORMAT_BYTES, reader.size - from))).slice();
		if (name === "data") return format && splitterFor(reader, format, from, length, pieceBytes);
		at = from + length + (length % 2);
	}
	return undefined;
}

function splitterFor(
	reader: RangedReader,
	format: Uint8Array,
	start: number,
	length: number,
	pieceBytes: number,
): AudioSplitter | undefined {
	const view = new DataView(format.buffer);
	const bytesPerSecond = view.getUint32(8, true);
	const frameBytes = view.getUint16(12, true);
	const isUncompressed = UNCOMPRESSED.has(view.getUint16(0, true));
	if (!isUncompressed || bytesPerSecond === 0 || frameBytes === 0 || frameBytes > pieceBytes)
		return undefined;
	// A recorder that was interrupted leaves a length of 0 or the largest possible one.
	const end = length === 0 ? reader.size : Math.min(start + length, reader.size);
	return {
		start,
		end,
		async pieceAt(offset) {
			const remaining = end - offset;
			const bytes = Math.floor(Math.min(pieceBytes, remaining) / frameBytes) * frameBytes;
			if (bytes <= 0) return undefined;
			const samples = await reader.read(offset, bytes);
			return { bytes: wavFile(format, samples), next: offset + bytes, seconds: bytes / bytesPerSecond };
		},
	};
}

/** A WAV file of a format chunk and samples. */
function wavFile(format: Uint8Array, samples: Uint8Array): Uint8Array {
	const paddedFormat = format.length + (format.length % 2);
	const wav = new Uint8Array(12 + 8 + paddedFormat + 8 + samples.length);
	const view = new DataView(wav.buffer);
	const writeName = (at: number, text: string) => {
		for (let index = 0; index < 4; index++) wav[at + index] = text.charCodeAt(index);
	};
	writeName(0, "RIFF");
	view.setUint32(4, wav.length - 8, true);
	writeName(8, "WAVE");
	writeName(12, "fmt ");
	view.setUint32(16, format.length, true);
	wav.set(format, 20);
	writeName(20 + paddedFormat, "data");
	view.setUint32(24 + paddedFormat, samples.length, true);
	wav.set(samples, 28 + paddedFormat);
	return wav;
}
