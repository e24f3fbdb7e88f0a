import { type Box, boxesIn } from "../../bytes/boxes.ts";
import { latin1, u16, u32, u64 } from "../../bytes/bytes.ts";
import { MAX_SMALL_BOX_BYTES, MAX_TRACKS } from "../../limits.ts";
import type { RangedReader } from "../../reader.ts";
import type { SampleTables } from "../captions/film-captions.ts";
import { type AudioConfig, audioConfig } from "./audio-config.ts";

/** What the movie box tells of one track beyond what the tag library reads (ISO 14496-12, 8.3 to 8.5). */
export interface MovieTrack {
	readonly id: number;
	/** `vide`, `soun`, `text`, `sbtl` and others. */
	readonly handler: string;
	/** Four characters of the sample description, such as `avc1`. */
	readonly codec: string | undefined;
	/** Degrees clockwise by which a player turns the picture: 0, 90, 180 or 270. */
	readonly rotation: number | undefined;
	/** Samples a second, over the whole track. */
	readonly rate: number | undefined;
	/** Seconds. */
	readonly duration: number | undefined;
	/** ISO 639-2; `und` where it is not told. */
	readonly language: string;
	/** Where its samples are found; what it carries is read by whoever needs it. */
	readonly samples: SampleTables | undefined;
	/** The configuration of its decoder, where it is one of AAC. */
	readonly sound: AudioConfig | undefined;
	/** Colour primaries, transfer and matrix as ISO 23091-2 numbers them, with whether the full range is used. */
	readonly color:
		| { readonly primaries: number; readonly transfer: number; readonly matrix: number }
		| undefined;
}

/** What a movie box tells. */
export interface Movie {
	readonly tracks: readonly MovieTrack[];
	/** Text items of QuickTime's metadata (`com.apple.quicktime.…`) and of user data (`©xyz`), by name. */
	readonly texts: ReadonlyMap<string, string>;
	/** Whether every box fitted the box around it. */
	readonly sound: boolean;
	/** Whether there is a movie box at all. */
	readonly found: boolean;
}

/** Bytes of a visual sample entry before its own boxes (ISO 14496-12, 12.1.3.2). */
const VISUAL_ENTRY_BYTES = 78;

/** Walks the movie box. Its tables are not read, only their counts, so its cost does not grow with the film. */
export async function readMovie(reader: RangedReader): Promise<Movie> {
	const top = await boxesIn(reader, 0, reader.size);
	const moov = top.boxes.find(({ type }) => type === "moov");
	const tracks: MovieTrack[] = [];
	const texts = new Map<string, string>();
	if (moov === undefined) return { tracks, texts, sound: top.sound, found: false };
	const inside = await boxesIn(reader, moov.start, moov.end);
	for (const box of inside.boxes) {
		if (box.type === "trak" && tracks.length < MAX_TRACKS) tracks.push(await readTrack(reader, box));
		else if (box.type === "udta") await readUserData(reader, box, texts);
		else if (box.type === "meta") await readItems(reader, box, texts);
	}
	return { tracks, texts, sound: top.sound && inside.sound, found: true };
}

async function content(reader: RangedReader, box: Box | undefined): Promise<Uint8Array> {
	if (box === undefined) return new Uint8Array(0);
	return reader.read(box.start, Math.min(box.end - box.start, MAX_SMALL_BOX_BYTES));
}

async function children(reader: RangedReader, box: Box | undefined): Promise<ReadonlyMap<string, Box>> {
	if (box === undefined) return new Map();
	const { boxes } = await boxesIn(reader, box.start, box.end);
	// The first of a name counts; a track has one of each.
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
	const time = mediaTime(mediaHeader);
	const scale = scaleOf(mediaHeader);
	const sizes = await countOf(reader, tables.get("stsz") ?? tables.get("stz2"));
	const description = tables.get("stsd");
	const handler = latin1(await content(reader, media.get("hdlr")), 8, 4);
	const entry = await content(reader, description);
	return {
		id: u32(header, long ? 20 : 12),
		handler,
		codec: entry.length >= 16 ? latin1(entry, 12, 4) : undefined,
		rotation: header.length < (long ? 96 : 84) ? undefined : rotationOf(header, long ? 52 : 40),
		rate: time !== undefined && time > 0 && sizes > 0 ? sizes / time : undefined,
		duration: time,
		language: languageOf(mediaHeader),
		samples: table === undefined || scale === 0 ? undefined : { table, scale },
		sound: audioConfig(entry),
		color: handler === "vide" ? await colorOf(reader, description) : undefined,
	};
}

/** Units of time in a second. */
function scaleOf(header: Uint8Array): number {
	return u32(header, header[0] === 1 ? 20 : 12);
}

/** Three letters of five bits each, counted from before `a`. */
function languageOf(header: Uint8Array): string {
	const packed = u16(header, header[0] === 1 ? 32 : 20);
	const letters = [10, 5, 0].map((shift) => String.fromCharCode(0x60 + ((packed >> shift) & 31))).join("");
	return /^[a-z]{3}$/.test(letters) ? letters : "und";
}

/** Seconds of a media header (8.4.2); all ones mean that the length is not known. */
function mediaTime(header: Uint8Array): number | undefined {
	const long = header[0] === 1;
	if (header.length < (long ? 32 : 20)) return undefined;
	const scale = scaleOf(header);
	const length = long ? u64(header, 24) : u32(header, 16);
	const unknown = long ? length > Number.MAX_SAFE_INTEGER : length === 0xffff_ffff;
	return scale === 0 || unknown || length === 0 ? undefined : length / scale;
}

/** The count in the head of a table of sample sizes (8.7.3). */
async function countOf(reader: RangedReader, table: Box | undefined): Promise<number> {
	if (table === undefined || table.end - table.start < 12) return 0;
	return u32(await reader.read(table.start, 12), 8);
}

/** Degrees out of the transformation matrix (6.2.2), when it is a plain turn. */
function rotationOf(header: Uint8Array, at: number): number | undefined {
	const [a, b, c, d] = [0, 4, 12, 16].map((offset) => Math.sign(u32(header, at + offset) | 0));
	const turns = ["1,0,0,1", "0,1,-1,0", "-1,0,0,-1", "0,-1,1,0"];
	const index = turns.indexOf([a, b, c, d].join());
	return index < 0 ? undefined : index * 90;
}

async function colorOf(reader: RangedReader, description: Box | undefined): Promise<MovieTrack["color"]> {
	if (description === undefined) return undefined;
	// Version and count come before the first entry, whose own boxes stand behind its fixed fields.
	const { boxes } = await boxesIn(reader, description.start + 8, description.end);
	const entry = boxes[0];
	if (entry === undefined) return undefined;
	const inside = await boxesIn(reader, entry.start + VISUAL_ENTRY_BYTES, entry.end);
	const box = inside.boxes.find(({ type }) => type === "colr");
	const bytes = await content(reader, box);
	const named = ["nclx", "nclc"].includes(latin1(bytes, 0, 4)) && bytes.length >= 10;
	return named ? { primaries: u16(bytes, 4), transfer: u16(bytes, 6), matrix: u16(bytes, 8) } : undefined;
}

/** User data texts that begin with © (QuickTime File Format, user data text strings): length, language, text. */
async function readUserData(reader: RangedReader, udta: Box, texts: Map<string, string>): Promise<void> {
	const { boxes } = await boxesIn(reader, udta.start, udta.end);
	for (const box of boxes) {
		if (!box.type.startsWith("\u00a9")) continue;
		const bytes = await content(reader, box);
		const text = decode(bytes.subarray(4, 4 + u16(bytes, 0)));
		if (text !== "") texts.set(box.type, text);
	}
}

/** QuickTime's metadata: names in `keys`, and values in `ilst` that count from one into them. */
async function readItems(reader: RangedReader, meta: Box, texts: Map<string, string>): Promise<void> {
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
	const { boxes } = await boxesIn(reader, list.start, list.end);
	for (const item of boxes) {
		const name =
			names[
				u32(
					Uint8Array.from(item.type, (char) => char.charCodeAt(0)),
					0,
				) - 1
			];
		const bytes = await content(reader, (await children(reader, item)).get("data"));
		// Type 1 is UTF-8 text; four bytes of type and four of locale come before it.
		if (name !== undefined && u32(bytes, 0) === 1) texts.set(name, decode(bytes.subarray(8)));
	}
}

function decode(bytes: Uint8Array): string {
	return new TextDecoder().decode(bytes).replaceAll("\0", "").trim();
}
