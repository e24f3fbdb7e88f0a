import { type Box, boxesIn } from "../../bytes/boxes.ts";
import { latin1, u16, u32, u64 } from "../../bytes/bytes.ts";
import { MAX_CUE_BYTES, MAX_CUE_TABLE_BYTES, MAX_CUES } from "../../limits.ts";
import type { RangedReader } from "../../reader.ts";
import { type Cue, type CuePlace, plainWords, UNTOLD_SECONDS } from "./cue.ts";

/** Where the sample tables of one text track stand, and how it counts time. */
export interface SampleTables {
	/** The `stbl` box. */
	readonly table: Box;
	/** Units of time in a second. */
	readonly scale: number;
}

/** Bytes of a table's head: version, flags and count. */
const HEAD_BYTES = 8;

/**
 * Where each sample of a text track stands and when it is seen (ISO 14496-12, 8.6 and 8.7). A caption is one sample, so
 * the tables are small; longer ones are read as far as the bound goes.
 */
export async function samplePlaces(
	reader: RangedReader,
	{ table, scale }: SampleTables,
): Promise<CuePlace[]> {
	const boxes = new Map((await boxesIn(reader, table.start, table.end)).boxes.map((box) => [box.type, box]));
	const [times, sizes, chunks, offsets] = await Promise.all([
		tableOf(reader, boxes.get("stts"), HEAD_BYTES),
		tableOf(reader, boxes.get("stsz"), HEAD_BYTES + 4),
		tableOf(reader, boxes.get("stsc"), HEAD_BYTES),
		tableOf(reader, boxes.get("stco") ?? boxes.get("co64"), HEAD_BYTES),
	]);
	if (times === undefined || sizes === undefined || chunks === undefined || offsets === undefined) return [];
	const long = boxes.has("co64") && !boxes.has("stco");
	const even = u32(sizes.head, 4);
	const count = Math.min(u32(sizes.head, HEAD_BYTES), MAX_CUES);
	const sizeOf = (sample: number) => (even > 0 ? even : u32(sizes.entries, sample * 4));
	const seen = spans(times.entries, count);
	const places: CuePlace[] = [];
	let sample = 0;
	for (let chunk = 0; sample < count && chunk * (long ? 8 : 4) < offsets.entries.length; chunk++) {
		let offset = long ? u64(offsets.entries, chunk * 8) : u32(offsets.entries, chunk * 4);
		for (let left = samplesIn(chunks.entries, chunk + 1); left > 0 && sample < count; left--, sample++) {
			const length = sizeOf(sample);
			const [start = 0, end = 0] = seen[sample] ?? [];
			if (length > 0 && length <= MAX_CUE_BYTES)
				places.push({ offset, length, start: start / scale, end: end / scale });
			offset += length;
		}
	}
	return places;
}

/** One table of a track, as far as the bound goes: its head, and the bytes of its entries. */
export async function tableOf(
	reader: RangedReader,
	box: Box | undefined,
	headBytes: number,
	maxBytes = MAX_CUE_TABLE_BYTES,
) {
	if (box === undefined || box.end - box.start < headBytes) return undefined;
	const bytes = await reader.read(box.start, Math.min(box.end - box.start, maxBytes));
	return { head: bytes.subarray(0, headBytes), entries: bytes.subarray(headBytes) };
}

/** From and to of each sample, out of runs of equal lengths. */
function spans(runs: Uint8Array, count: number): [number, number][] {
	const list: [number, number][] = [];
	let time = 0;
	for (let at = 0; at + 8 <= runs.length && list.length < count; at += 8) {
		const length = u32(runs, at + 4);
		for (let left = u32(runs, at); left > 0 && list.length < count; left--) {
			list.push([time, time + length]);
			time += length;
		}
	}
	return list;
}

/** Samples of a chunk by its number from 1: the last run that begins at or before it tells. */
export function samplesIn(runs: Uint8Array, chunk: number): number {
	let [low, high] = [0, Math.floor(runs.length / 12) - 1];
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if (u32(runs, middle * 12) <= chunk) low = middle;
		else high = middle - 1;
	}
	return u32(runs, low * 12 + 4);
}

/** The words of one sample: timed text begins with its length (3GPP TS 26.245, 5.17), WebVTT is boxes (ISO 14496-30). */
export async function readSample(
	reader: RangedReader,
	place: CuePlace,
	codec: string,
): Promise<Cue | undefined> {
	const bytes = await reader.peek(place.offset, place.length);
	const words = codec === "wvtt" ? webVttWords(bytes) : bytes.subarray(2, 2 + u16(bytes, 0));
	const wide = words[0] === 0xfe && words[1] === 0xff;
	const text = plainWords(new TextDecoder(wide ? "utf-16be" : "utf-8").decode(words).replaceAll("\0", ""));
	return text === ""
		? undefined
		: { start: place.start, end: place.end ?? place.start + UNTOLD_SECONDS, text };
}

/** The payload of the first cue that is not empty. */
function webVttWords(bytes: Uint8Array): Uint8Array {
	for (let at = 0; at + 8 <= bytes.length; ) {
		const [size, type] = [u32(bytes, at), latin1(bytes, at + 4, 4)];
		if (size < 8) break;
		if (type === "payl") return bytes.subarray(at + 8, at + size);
		// A cue's own boxes stand inside it: step in, over any other box.
		at += type === "vttc" ? 8 : size;
	}
	return new Uint8Array(0);
}
