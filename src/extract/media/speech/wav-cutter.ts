import { latin1 } from "../../bytes/bytes.ts";
import type { RangedReader } from "../../reader.ts";
import type { SoundCutter } from "./sound-cutter.ts";

/** Chunks before the sound that are looked at: a handful is usual. */
const MAX_CHUNKS = 64;

/** Bytes of a format that are kept; longer ones describe what no model needs. */
const MAX_FORMAT_BYTES = 64;

/** Plain samples (RIFF, WAVE_FORMAT_PCM and IEEE_FLOAT): any sample frame may begin a piece. */
const PLAIN: ReadonlySet<number> = new Set([1, 3, 0xfffe]);

/** Cuts a WAV of plain samples at sample frames; each piece gets the file's own format in front. */
export async function wavCutter(reader: RangedReader, pieceBytes: number): Promise<SoundCutter | undefined> {
	let format: Uint8Array | undefined;
	for (let at = 12, chunks = 0; at + 8 <= reader.size && chunks < MAX_CHUNKS; chunks++) {
		const head = await reader.read(at, 8);
		const view = new DataView(head.buffer, head.byteOffset, 8);
		const length = view.getUint32(4, true);
		const from = at + 8;
		const name = latin1(head.subarray(0, 4));
		if (name === "fmt " && length >= 16 && from + 16 <= reader.size)
			format = (await reader.read(from, Math.min(length, MAX_FORMAT_BYTES, reader.size - from))).slice();
		if (name === "data") return format && plainCutter(reader, format, from, length, pieceBytes);
		at = from + length + (length % 2);
	}
	return undefined;
}

function plainCutter(
	reader: RangedReader,
	format: Uint8Array,
	from: number,
	length: number,
	pieceBytes: number,
): SoundCutter | undefined {
	const view = new DataView(format.buffer);
	const rate = view.getUint32(8, true);
	const frame = view.getUint16(12, true);
	if (!PLAIN.has(view.getUint16(0, true)) || rate === 0 || frame === 0 || frame > pieceBytes)
		return undefined;
	// A recorder that was cut off leaves 0 or the longest length there is.
	const to = length === 0 ? reader.size : Math.min(from + length, reader.size);
	return {
		from,
		to,
		async cut(offset) {
			const left = to - offset;
			const bytes = Math.floor(Math.min(pieceBytes, left) / frame) * frame;
			if (bytes <= 0) return undefined;
			const sound = await reader.read(offset, bytes);
			return { bytes: wavOf(format, sound), next: offset + bytes, seconds: bytes / rate };
		},
	};
}

/** A WAV of a format and its samples. */
function wavOf(format: Uint8Array, sound: Uint8Array): Uint8Array {
	const even = format.length + (format.length % 2);
	const wav = new Uint8Array(12 + 8 + even + 8 + sound.length);
	const view = new DataView(wav.buffer);
	const name = (at: number, text: string) => {
		for (let index = 0; index < 4; index++) wav[at + index] = text.charCodeAt(index);
	};
	name(0, "RIFF");
	view.setUint32(4, wav.length - 8, true);
	name(8, "WAVE");
	name(12, "fmt ");
	view.setUint32(16, format.length, true);
	wav.set(format, 20);
	name(20 + even, "data");
	view.setUint32(24 + even, sound.length, true);
	wav.set(sound, 28 + even);
	return wav;
}
