import { type Box, readBoxes } from "../../bytes/boxes.ts";
import { concat, u32, u64 } from "../../bytes/bytes.ts";
import type { RangedReader } from "../../ranged-reader.ts";
import { readTable, samplesInChunk } from "../captions/mp4-captions.ts";
import type { AudioConfig } from "../containers/audio-config.ts";
import type { Movie } from "../containers/isobmff.ts";
import { ADTS_HEADER_BYTES, adtsHeader, MAX_ADTS_FRAME_BYTES } from "./adts.ts";
import type { AudioSplitter } from "./audio-splitter.ts";

/** Most frames of one track: about six hours at 48 kHz. Their size table has four bytes each. */
const MAX_FRAMES = 1_000_000;
const MAX_TABLE_BYTES = 4 * MAX_FRAMES + 64;

/**
 * Most runs of frames that are kept in memory, about 20 MB: three hours of a video whose audio lies between the pictures
 * in tenths of a second.
 */
const MAX_RUNS = 100_000;

/**
 * Most bytes per read, pictures included, and most reads per piece. In most videos the audio lies between the pictures
 * in tenths of a second, so reading across the pictures takes a hundredth of the requests. A piece is a minute of a small
 * video and ten seconds of a very large one.
 */
const SPAN_BYTES = 1024 * 1024;
const PIECE_READS = 24;

type Adts = NonNullable<AudioConfig["adts"]>;

/** Frames that are stored one after another. */
interface FrameRun {
	readonly offset: number;
	readonly sizes: number[];
	/** Bytes of audio before the run, and in it. */
	readonly before: number;
	bytes: number;
}

/** Collects frames, in order of time, into runs. */
class FrameRuns {
	readonly list: FrameRun[] = [];
	/** Whether frames were left out at the end. */
	endsEarly = false;
	#before = 0;

	/** Adds a frame; whether there is room for more. A frame too long for an ADTS header ends the audio there. */
	add(offset: number, size: number): boolean {
		if (size > MAX_ADTS_FRAME_BYTES || this.list.length >= MAX_RUNS) {
			this.endsEarly = true;
			return false;
		}
		let last = this.list.at(-1);
		if (last === undefined || last.offset + last.bytes !== offset || last.bytes + size > SPAN_BYTES) {
			last = { offset, sizes: [], before: this.#before, bytes: 0 };
			this.list.push(last);
		}
		last.sizes.push(size);
		last.bytes += size;
		this.#before += size;
		return true;
	}
}

/** Where the frames of a track are stored; empty where its tables do not say, as in a fragmented MP4. */
async function readFrameRuns(reader: RangedReader, table: Box): Promise<FrameRuns> {
	const boxes = new Map(
		(await readBoxes(reader, table.start, table.end)).boxes.map((box) => [box.type, box]),
	);
	const long = boxes.has("co64") && !boxes.has("stco");
	const [sizes, chunks, offsets] = await Promise.all([
		readTable(reader, boxes.get("stsz"), 12, MAX_TABLE_BYTES),
		readTable(reader, boxes.get("stsc"), 8, MAX_TABLE_BYTES),
		readTable(reader, boxes.get(long ? "co64" : "stco"), 8, MAX_TABLE_BYTES),
	]);
	const found = new FrameRuns();
	if (sizes === undefined || chunks === undefined || offsets === undefined) return found;
	const commonSize = u32(sizes.head, 4);
	const tableCount = commonSize > 0 ? MAX_FRAMES : sizes.entries.length >> 2;
	const count = Math.min(u32(sizes.head, 8), MAX_FRAMES, tableCount);
	const width = long ? 8 : 4;
	for (let chunk = 0, frame = 0; frame < count; chunk++) {
		const end = Math.min(frame + samplesInChunk(chunks.entries, chunk + 1), count);
		// Chunks of no frames would never end.
		if (end === frame || (chunk + 1) * width > offsets.entries.length) break;
		let offset = long ? u64(offsets.entries, chunk * width) : u32(offsets.entries, chunk * width);
		for (; frame < end; frame++) {
			const size = commonSize > 0 ? commonSize : u32(sizes.entries, frame * 4);
			if (!found.add(offset, size)) return found;
			offset += size;
		}
	}
	found.endsEarly = count < u32(sizes.head, 8);
	return found;
}

/** The runs from index `at` on that one read covers, together with the pictures between them. */
function runsOfOneRead(runs: readonly FrameRun[], at: number): readonly FrameRun[] {
	const start = runs[at]?.offset ?? 0;
	let [stop, end] = [at, start];
	for (let next = runs[stop]; next !== undefined; next = runs[++stop]) {
		if (next.offset < end || next.offset + next.bytes - start > SPAN_BYTES) break;
		end = next.offset + next.bytes;
	}
	return runs.slice(at, stop);
}

/** The frames of a run, each with an ADTS header; `undefined` where one is cut off. */
function withHeaders(bytes: Uint8Array, { sizes }: FrameRun, adts: Adts): Uint8Array | undefined {
	const stream = new Uint8Array(bytes.length + sizes.length * ADTS_HEADER_BYTES);
	let [from, to] = [0, 0];
	for (const size of sizes) {
		if (from + size > bytes.length) return undefined;
		stream.set(adtsHeader(adts, size), to);
		stream.set(bytes.subarray(from, from + size), to + ADTS_HEADER_BYTES);
		from += size;
		to += size + ADTS_HEADER_BYTES;
	}
	return stream;
}

/** Reads the runs of one piece from index `at` on; ends early where a run is cut off. */
async function* readRuns(reader: RangedReader, runs: readonly FrameRun[], at: number, adts: Adts) {
	for (let reads = 0; reads < PIECE_READS && at < runs.length; reads++) {
		const batch = runsOfOneRead(runs, at);
		const first = batch[0]?.offset ?? 0;
		const last = batch.at(-1) ?? { offset: 0, bytes: 0 };
		const span = await reader.read(first, last.offset + last.bytes - first);
		for (const run of batch) {
			const from = run.offset - first;
			const bytes = withHeaders(span.subarray(from, from + run.bytes), run, adts);
			if (bytes === undefined) return;
			yield { run, bytes };
		}
		at += batch.length;
	}
}

/**
 * Extracts the AAC audio of an MP4 and splits it between frames. Positions count bytes of audio, because the bytes of
 * the file are mostly pictures. `undefined` where there is no AAC audio, or its sample tables are missing.
 */
export async function mp4Splitter(
	reader: RangedReader,
	movie: Movie,
	pieceBytes: number,
): Promise<AudioSplitter | undefined> {
	const track = movie.tracks.find(({ handler }) => handler === "soun");
	const adts = track?.audioConfig?.adts;
	const rate = track?.samplesPerSecond;
	if (track?.sampleTables === undefined || adts === undefined || rate === undefined) return undefined;
	const { list: runs, endsEarly } = await readFrameRuns(reader, track.sampleTables.table);
	const last = runs.at(-1);
	if (last === undefined) return undefined;
	return {
		start: 0,
		end: last.before + last.bytes,
		endsEarly,
		async pieceAt(position) {
			const parts: Uint8Array[] = [];
			let [length, frames, next] = [0, 0, position];
			const at = runs.findIndex(({ before }) => before >= position);
			if (at < 0) return undefined;
			for await (const { run, bytes } of readRuns(reader, runs, at, adts)) {
				if (frames > 0 && length + bytes.length > pieceBytes) break;
				parts.push(bytes);
				length += bytes.length;
				frames += run.sizes.length;
				next = run.before + run.bytes;
			}
			return frames === 0 ? undefined : { bytes: concat(parts), next, seconds: frames / rate };
		},
	};
}
