import { type Box, readBoxes } from "../../bytes/boxes.ts";
import { latin1, u16, u32, u64 } from "../../bytes/bytes.ts";
import { MAX_CUE_BYTES, MAX_CUE_TABLE_BYTES, MAX_CUES } from "../../limits.ts";
import type { RangedReader } from "../../ranged-reader.ts";
import { type Cue, type CueLocation, DEFAULT_CUE_SECONDS, plainCaptionText } from "./cue.ts";

/** The sample tables of one track, and its time scale. */
export interface SampleTables {
	/** The `stbl` box. */
	readonly table: Box;
	/** Time units per second. */
	readonly timescale: number;
}

/** Bytes of a table's header: version, flags and entry count. */
const HEAD_BYTES = 8;

/**
 * Where each sample of a text track is stored and when it is shown (ISO/IEC 14496-12, 8.6 and 8.7). A caption is one
 * sample, so the tables are small; of longer ones only the first `MAX_CUE_TABLE_BYTES` are read.
 */
export async function sampleLocations(
	reader: RangedReader,
	{ table, timescale }: SampleTables,
): Promise<CueLocation[]> {
	const boxes = new Map(
		(await readBoxes(reader, table.start, table.end)).boxes.map((box) => [box.type, box]),
	);
	const [times, sizes, chunks, offsets] = await Promise.all([
		readTable(reader, boxes.get("stts"), HEAD_BYTES),
		readTable(reader, boxes.get("stsz"), HEAD_BYTES + 4),
		readTable(reader, boxes.get("stsc"), HEAD_BYTES),
		readTable(reader, boxes.get("stco") ?? boxes.get("co64"), HEAD_BYTES),
	]);
	if (times === undefined || sizes === undefined || chunks === undefined || offsets === undefined) return [];
	const long = boxes.has("co64") && !boxes.has("stco");
	// Not 0 where all samples have one size (8.7.3.2).
	const commonSize = u32(sizes.head, 4);
	const count = Math.min(u32(sizes.head, HEAD_BYTES), MAX_CUES);
	const sizeOf = (sample: number) => (commonSize > 0 ? commonSize : u32(sizes.entries, sample * 4));
	const shown = sampleTimes(times.entries, count);
	const locations: CueLocation[] = [];
	let sample = 0;
	for (let chunk = 0; sample < count && chunk * (long ? 8 : 4) < offsets.entries.length; chunk++) {
		let offset = long ? u64(offsets.entries, chunk * 8) : u32(offsets.entries, chunk * 4);
		for (let left = samplesInChunk(chunks.entries, chunk + 1); left > 0 && sample < count; left--, sample++) {
			const length = sizeOf(sample);
			const [start = 0, end = 0] = shown[sample] ?? [];
			if (length > 0 && length <= MAX_CUE_BYTES)
				locations.push({ offset, length, start: start / timescale, end: end / timescale });
			offset += length;
		}
	}
	return locations;
}

/** One sample table, at most `maxBytes` of it: its header and the bytes of its entries. */
export async function readTable(
	reader: RangedReader,
	box: Box | undefined,
	headBytes: number,
	maxBytes = MAX_CUE_TABLE_BYTES,
) {
	if (box === undefined || box.end - box.start < headBytes) return undefined;
	const bytes = await reader.read(box.start, Math.min(box.end - box.start, maxBytes));
	return { head: bytes.subarray(0, headBytes), entries: bytes.subarray(headBytes) };
}

/** Start and end of each sample in time units, from `stts` runs of equal durations (8.6.1.2). */
function sampleTimes(runs: Uint8Array, count: number): [number, number][] {
	const times: [number, number][] = [];
	let time = 0;
	for (let at = 0; at + 8 <= runs.length && times.length < count; at += 8) {
		const duration = u32(runs, at + 4);
		for (let left = u32(runs, at); left > 0 && times.length < count; left--) {
			times.push([time, time + duration]);
			time += duration;
		}
	}
	return times;
}

/** Samples in a chunk, by its number from 1: those of the last `stsc` run that starts at or before it (8.7.4). */
export function samplesInChunk(runs: Uint8Array, chunk: number): number {
	let [low, high] = [0, Math.floor(runs.length / 12) - 1];
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if (u32(runs, middle * 12) <= chunk) low = middle;
		else high = middle - 1;
	}
	return u32(runs, low * 12 + 4);
}

/**
 * The text of one sample: 3GPP timed text begins with its length (TS 26.245, 5.17), WebVTT consists of boxes (ISO/IEC
 * 14496-30).
 */
export async function readTextSample(
	reader: RangedReader,
	location: CueLocation,
	codec: string,
): Promise<Cue | undefined> {
	const bytes = await reader.peek(location.offset, location.length);
	const encoded = codec === "wvtt" ? webVttPayload(bytes) : bytes.subarray(2, 2 + u16(bytes, 0));
	const isUtf16 = encoded[0] === 0xfe && encoded[1] === 0xff;
	const text = plainCaptionText(
		new TextDecoder(isUtf16 ? "utf-16be" : "utf-8").decode(encoded).replaceAll("\0", ""),
	);
	return text === ""
		? undefined
		: { start: location.start, end: location.end ?? location.start + DEFAULT_CUE_SECONDS, text };
}

/** The payload of the first cue that has one. */
function webVttPayload(bytes: Uint8Array): Uint8Array {
	for (let at = 0; at + 8 <= bytes.length; ) {
		const [size, type] = [u32(bytes, at), latin1(bytes, at + 4, 4)];
		if (size < 8) break;
		if (type === "payl") return bytes.subarray(at + 8, at + size);
		// Boxes of a cue are nested in `vttc`: step into it, and over any other box.
		at += type === "vttc" ? 8 : size;
	}
	return new Uint8Array(0);
}
