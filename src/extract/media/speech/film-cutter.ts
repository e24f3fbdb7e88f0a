import { type Box, boxesIn } from "../../bytes/boxes.ts";
import { concat, u32, u64 } from "../../bytes/bytes.ts";
import type { RangedReader } from "../../reader.ts";
import { samplesIn, tableOf } from "../captions/film-captions.ts";
import type { AudioConfig } from "../containers/audio-config.ts";
import type { Movie } from "../containers/isobmff.ts";
import { ADTS_BYTES, adtsHeader, MAX_ADTS_FRAME } from "./adts.ts";
import type { SoundCutter } from "./sound-cutter.ts";

/** Frames of one track that are looked at: about six hours at 48 kHz. Their table has four bytes each. */
const MAX_FRAMES = 1_000_000;
const MAX_TABLE_BYTES = 4 * MAX_FRAMES + 64;

/**
 * Stretches of one track that are kept in memory, at most about 20 MB: three hours of a film whose sound lies between the
 * pictures in tenths of a second.
 */
const MAX_STRETCHES = 100_000;

/**
 * Bytes that one read may bring, pictures included, and reads of one piece. In most films the sound lies between the pictures
 * in tenths of a second, so that reading over the pictures costs a hundredth of the requests. A piece is a minute of a small film
 * and ten seconds of a very large one.
 */
const SPAN_BYTES = 1024 * 1024;
const PIECE_READS = 24;

type Adts = NonNullable<AudioConfig["adts"]>;

/** Frames that lie behind each other. */
interface Stretch {
	readonly offset: number;
	readonly sizes: number[];
	/** Bytes of sound before it, and in it. */
	readonly before: number;
	bytes: number;
}

/** Collects frames, in the order of time, as stretches. */
class Stretches {
	readonly list: Stretch[] = [];
	/** Whether frames were left out at the end. */
	endsEarly = false;
	#before = 0;

	/** Answers whether there is room for more. A frame that no header can say ends the sound there. */
	add(offset: number, size: number): boolean {
		if (size > MAX_ADTS_FRAME || this.list.length >= MAX_STRETCHES) {
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

/** Where the frames of a track lie; nothing where its tables do not tell, as in a film of fragments. */
async function stretchesOf(reader: RangedReader, table: Box): Promise<Stretches> {
	const boxes = new Map((await boxesIn(reader, table.start, table.end)).boxes.map((box) => [box.type, box]));
	const long = boxes.has("co64") && !boxes.has("stco");
	const [sizes, runs, offsets] = await Promise.all([
		tableOf(reader, boxes.get("stsz"), 12, MAX_TABLE_BYTES),
		tableOf(reader, boxes.get("stsc"), 8, MAX_TABLE_BYTES),
		tableOf(reader, boxes.get(long ? "co64" : "stco"), 8, MAX_TABLE_BYTES),
	]);
	const found = new Stretches();
	if (sizes === undefined || runs === undefined || offsets === undefined) return found;
	const even = u32(sizes.head, 4);
	const count = Math.min(u32(sizes.head, 8), MAX_FRAMES, even > 0 ? MAX_FRAMES : sizes.entries.length >> 2);
	const width = long ? 8 : 4;
	for (let chunk = 0, frame = 0; frame < count; chunk++) {
		const end = Math.min(frame + samplesIn(runs.entries, chunk + 1), count);
		// A run of no frames would be walked through for ever.
		if (end === frame || (chunk + 1) * width > offsets.entries.length) break;
		let offset = long ? u64(offsets.entries, chunk * width) : u32(offsets.entries, chunk * width);
		for (; frame < end; frame++) {
			const size = even > 0 ? even : u32(sizes.entries, frame * 4);
			if (!found.add(offset, size)) return found;
			offset += size;
		}
	}
	found.endsEarly = count < u32(sizes.head, 8);
	return found;
}

/** The stretches from the one numbered `at` on that one read brings, with what lies between them. */
function readTogether(stretches: readonly Stretch[], at: number): readonly Stretch[] {
	const begin = stretches[at]?.offset ?? 0;
	let [last, end] = [at, begin];
	for (let next = stretches[last]; next !== undefined; next = stretches[++last]) {
		if (next.offset < end || next.offset + next.bytes - begin > SPAN_BYTES) break;
		end = next.offset + next.bytes;
	}
	return stretches.slice(at, last);
}

/** The frames of a stretch, each with its header; `undefined` where one is cut off. */
function framed(bytes: Uint8Array, { sizes }: Stretch, adts: Adts): Uint8Array | undefined {
	const whole = new Uint8Array(bytes.length + sizes.length * ADTS_BYTES);
	let [from, to] = [0, 0];
	for (const size of sizes) {
		if (from + size > bytes.length) return undefined;
		whole.set(adtsHeader(adts, size), to);
		whole.set(bytes.subarray(from, from + size), to + ADTS_BYTES);
		from += size;
		to += size + ADTS_BYTES;
	}
	return whole;
}

/** The stretches of one piece, as far as they can be read, from the one numbered `at` on. */
async function* read(reader: RangedReader, stretches: readonly Stretch[], at: number, adts: Adts) {
	for (let reads = 0; reads < PIECE_READS && at < stretches.length; reads++) {
		const together = readTogether(stretches, at);
		const first = together[0]?.offset ?? 0;
		const last = together.at(-1) ?? { offset: 0, bytes: 0 };
		const span = await reader.read(first, last.offset + last.bytes - first);
		for (const stretch of together) {
			const from = stretch.offset - first;
			const bytes = framed(span.subarray(from, from + stretch.bytes), stretch, adts);
			if (bytes === undefined) return;
			yield { stretch, bytes };
		}
		at += together.length;
	}
}

/**
 * Cuts the AAC sound of a film out of it, between frames. A place is counted in bytes of sound, since the film's own are
 * mostly pictures. `undefined` where there is no such sound, or nothing tells where it lies.
 */
export async function filmCutter(
	reader: RangedReader,
	movie: Movie,
	pieceBytes: number,
): Promise<SoundCutter | undefined> {
	const track = movie.tracks.find(({ handler }) => handler === "soun");
	const adts = track?.sound?.adts;
	const rate = track?.rate;
	if (track?.samples === undefined || adts === undefined || rate === undefined) return undefined;
	const { list: stretches, endsEarly } = await stretchesOf(reader, track.samples.table);
	const last = stretches.at(-1);
	if (last === undefined) return undefined;
	return {
		from: 0,
		to: last.before + last.bytes,
		endsEarly,
		async cut(place) {
			const parts: Uint8Array[] = [];
			let [length, frames, next] = [0, 0, place];
			const at = stretches.findIndex(({ before }) => before >= place);
			if (at < 0) return undefined;
			for await (const { stretch, bytes } of read(reader, stretches, at, adts)) {
				if (frames > 0 && length + bytes.length > pieceBytes) break;
				parts.push(bytes);
				length += bytes.length;
				frames += stretch.sizes.length;
				next = stretch.before + stretch.bytes;
			}
			return frames === 0 ? undefined : { bytes: concat(parts), next, seconds: frames / rate };
		},
	};
}
