import { type Box, readBoxes } from "../../bytes/boxes.ts";
import { latin1, u16, u32, u64 } from "../../bytes/bytes.ts";
import { MAX_SMALL_BOX_BYTES, MAX_TRACKS } from "../../limits.ts";
import type { RangedReader } from "../../ranged-reader.ts";
import type { SampleTables } from "../captions/mp4-captions.ts";
import { type AudioConfig, readAudioConfig } from "./audio-config.ts";

/** What the movie box holds about one track beyond what music-metadata reads (ISO/IEC 14496-12, 8.3 to 8.5). */
export interface MovieTrack {
	readonly id: number;
	/** Handler type: `vide`, `soun`, `text`, `sbtl` and others. */
	readonly handler: string;
	/** Four-character code of the sample description, such as `avc1`. */
	readonly codec: string | undefined;
	/** Degrees clockwise that a player rotates the picture: 0, 90, 180 or 270. */
	readonly rotation: number | undefined;
	/** Average over the whole track. */
	readonly samplesPerSecond: number | undefined;
	/** Seconds. */
	readonly duration: number | undefined;
	/** ISO 639-2; `und`: not specified. */
	readonly language: string;
	/** For reading its samples later; the tables themselves are not read here. */
	readonly sampleTables: SampleTables | undefined;
	/** Configuration of the decoder, if the track is AAC. */
	readonly audioConfig: AudioConfig | undefined;
	/** Code points of colour primaries, transfer characteristics and matrix (ISO/IEC 23091-2). */
	readonly color:
		| { readonly primaries: number; readonly transfer: number; readonly matrix: number }
		| undefined;
}

/** The contents of a movie box (`moov`). */
export interface Movie {
	readonly tracks: readonly MovieTrack[];
	/** Texts of QuickTime metadata (`com.apple.quicktime.…`) and user data (`©xyz`), by name. */
	readonly texts: ReadonlyMap<string, string>;
	/** Whether every box fits into its parent. */
	readonly intact: boolean;
	readonly hasMovieBox: boolean;
}

/** Bytes of a visual sample entry before its boxes (ISO/IEC 14496-12, 12.1.3.2). */
const VISUAL_ENTRY_BYTES = 78;

/** Reads the movie box. Of its sample tables only the counts are read, so the cost does not grow with the duration. */
export async function readMovie(reader: RangedReader): Promise<Movie> {
	const top = await readBoxes(reader, 0, reader.size);
	const moov = top.boxes.find(({ type }) => type === "moov");
	const tracks: MovieTrack[] = [];
	const texts = new Map<string, string>();
	if (moov === undefined) return { tracks, texts, intact: top.intact, hasMovieBox: false };
	const inside = await readBoxes(reader, moov.start, moov.end);
	for (const box of inside.boxes) {
		if (box.type === "trak" && tracks.length < MAX_TRACKS) tracks.push(await readTrack(reader, box));
		else if (box.type === "udta") await readUserData(reader, box, texts);
		else if (box.type === "meta") await readMetadataItems(reader, box, texts);
	}
	return { tracks, texts, intact: top.intact && inside.intact, hasMovieBox: true };
}

/** The content of a small box, at most `MAX_SMALL_BOX_BYTES`; empty where there is no box. */
async function content(reader: RangedReader, box: Box | undefined): Promise<Uint8Array> {
	if (box === undefined) return new Uint8Array(0);
	return reader.read(box.start, Math.min(box.end - box.start, MAX_SMALL_BOX_BYTES));
}

/** The child boxes by type. */
async function children(reader: RangedReader, box: Box | undefined): Promise<ReadonlyMap<string, Box>> {
	if (box === undefined) return new Map();
	const { boxes } = await readBoxes(reader, box.start, box.end);
	// Of several boxes of one type, the first counts.
	return new Map(boxes.toReversed().map((child) => [child.type, child]));
}

async function readTrack(reader: RangedReader, trak: Box): Promise<MovieTrack> {
	const parts = await children(reader, trak);
	const media = await children(reader, parts.get("mdia"));
	const table = (await children(reader, media.get("minf"))).get("stbl");
	const tables = await children(reader, table);
	const header = await content(reader, parts.get("tkhd"));
	const long = header[0] === 1;
	const mediaHeader = await content(reader, media.get("mdhd"));
	const duration = mediaDuration(mediaHeader);
	const timescale = timescaleOf(mediaHeader);
	const samples = await countOf(reader, tables.get("stsz") ?? tables.get("stz2"));
	const description = tables.get("stsd");
	const handler = latin1(await content(reader, media.get("hdlr")), 8, 4);
	const entry = await content(reader, description);
	return {
		id: u32(header, long ? 20 : 12),
		handler,
		codec: entry.length >= 16 ? latin1(entry, 12, 4) : undefined,
		rotation: header.length < (long ? 96 : 84) ? undefined : rotationOf(header, long ? 52 : 40),
		samplesPerSecond: duration !== undefined && duration > 0 && samples > 0 ? samples / duration : undefined,
		duration,
		language: languageOf(mediaHeader),
		sampleTables: table === undefined || timescale === 0 ? undefined : { table, timescale },
		audioConfig: readAudioConfig(entry),
		color: handler === "vide" ? await colorOf(reader, description) : undefined,
	};
}

/** Time units per second, from a media header (ISO/IEC 14496-12, 8.4.2). */
function timescaleOf(header: Uint8Array): number {
	return u32(header, header[0] === 1 ? 20 : 12);
}

/** Three letters of five bits each, as the difference from 0x60 (ISO/IEC 14496-12, 8.4.2.3). */
function languageOf(header: Uint8Array): string {
	const packed = u16(header, header[0] === 1 ? 32 : 20);
	const letters = [10, 5, 0].map((shift) => String.fromCharCode(0x60 + ((packed >> shift) & 31))).join("");
	return /^[a-z]{3}$/.test(letters) ? letters : "und";
}

/** Seconds, from a media header (ISO/IEC 14496-12, 8.4.2); all ones: unknown duration. */
function mediaDuration(header: Uint8Array): number | undefined {
	const long = header[0] === 1;
	if (header.length < (long ? 32 : 20)) return undefined;
	const timescale = timescaleOf(header);
	const duration = long ? u64(header, 24) : u32(header, 16);
	const unknown = long ? duration > Number.MAX_SAFE_INTEGER : duration === 0xffff_ffff;
	return timescale === 0 || unknown || duration === 0 ? undefined : duration / timescale;
}

/** The sample count of a sample size box (ISO/IEC 14496-12, 8.7.3). */
async function countOf(reader: RangedReader, table: Box | undefined): Promise<number> {
	if (table === undefined || table.end - table.start < 12) return 0;
	return u32(await reader.read(table.start, 12), 8);
}

/** Degrees clockwise, where the transformation matrix is a rotation by quarter turns (ISO/IEC 14496-12, 6.2.2). */
function rotationOf(header: Uint8Array, at: number): number | undefined {
	const [a, b, c, d] = [0, 4, 12, 16].map((offset) => Math.sign(u32(header, at + offset) | 0));
	const turns = ["1,0,0,1", "0,1,-1,0", "-1,0,0,-1", "0,-1,1,0"];
	const index = turns.indexOf([a, b, c, d].join());
	return index < 0 ? undefined : index * 90;
}

async function colorOf(reader: RangedReader, description: Box | undefined): Promise<MovieTrack["color"]> {
	if (description === undefined) return undefined;
	// Version, flags and entry count precede the first entry, and fixed fields precede its boxes.
	const { boxes } = await readBoxes(reader, description.start + 8, description.end);
	const entry = boxes[0];
	if (entry === undefined) return undefined;
	const inside = await readBoxes(reader, entry.start + VISUAL_ENTRY_BYTES, entry.end);
	const box = inside.boxes.find(({ type }) => type === "colr");
	const bytes = await content(reader, box);
	const hasCodePoints = ["nclx", "nclc"].includes(latin1(bytes, 0, 4)) && bytes.length >= 10;
	return hasCodePoints
		? { primaries: u16(bytes, 4), transfer: u16(bytes, 6), matrix: u16(bytes, 8) }
		: undefined;
}

/** User data texts, whose types begin with © (QuickTime File Format, user data text strings): length, language, text. */
async function readUserData(reader: RangedReader, udta: Box, texts: Map<string, string>): Promise<void> {
	const { boxes } = await readBoxes(reader, udta.start, udta.end);
	for (const box of boxes) {
		if (!box.type.startsWith("\u00a9")) continue;
		const bytes = await content(reader, box);
		const text = decode(bytes.subarray(4, 4 + u16(bytes, 0)));
		if (text !== "") texts.set(box.type, text);
	}
}

/** QuickTime metadata: names in `keys`, values in `ilst`; an item's type is the index of its name, from 1. */
async function readMetadataItems(reader: RangedReader, meta: Box, texts: Map<string, string>): Promise<void> {
	const parts = await children(reader, meta);
	const keys = await content(reader, parts.get("keys"));
	const list = parts.get("ilst");
	if (keys.length < 8 || list === undefined) return;
	const names: string[] = [];
	for (let at = 8; at + 8 <= keys.length; ) {
		const size = u32(keys, at);
		if (size < 8 || at + size > keys.length) break;
		names.push(latin1(keys, at + 8, size - 8));
		at += size;
	}
	const { boxes } = await readBoxes(reader, list.start, list.end);
	for (const item of boxes) {
		const name =
			names[
				u32(
					Uint8Array.from(item.type, (char) => char.charCodeAt(0)),
					0,
				) - 1
			];
		const bytes = await content(reader, (await children(reader, item)).get("data"));
		// Four bytes of type, of which 1 is UTF-8, and four of locale precede the text.
		if (name !== undefined && u32(bytes, 0) === 1) texts.set(name, decode(bytes.subarray(8)));
	}
}

function decode(bytes: Uint8Array): string {
	return new TextDecoder().decode(bytes).replaceAll("\0", "").trim();
}
