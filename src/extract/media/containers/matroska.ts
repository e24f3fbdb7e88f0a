import { latin1 } from "../../bytes/bytes.ts";
import { MAX_CHAPTERS, MAX_CUE_BYTES, MAX_CUES, MAX_SMALL_BOX_BYTES, MAX_TRACKS } from "../../limits.ts";
import type { RangedReader } from "../../reader.ts";
import { type Cue, type CuePlace, plainWords, UNTOLD_SECONDS } from "../captions/cue.ts";
import type { Chapter } from "../chapter.ts";
import { shortText } from "../short-text.ts";
import { ELEMENT_HEAD_BYTES, type Element, elementIn, elementsIn, unsigned, vint } from "./ebml.ts";

/** Identities of the elements that are used (RFC 9559, section 5). */
const ID = {
	segment: 0x18538067,
	seekHead: 0x114d9b74,
	seek: 0x4dbb,
	seekId: 0x53ab,
	seekPosition: 0x53ac,
	info: 0x1549a966,
	timestampScale: 0x2ad7b1,
	tracks: 0x1654ae6b,
	track: 0xae,
	trackNumber: 0xd7,
	trackType: 0x83,
	codec: 0x86,
	language: 0x22b59c,
	encodings: 0x6d80,
	cues: 0x1c53bb6b,
	cuePoint: 0xbb,
	cueTime: 0xb3,
	cuePositions: 0xb7,
	cueTrack: 0xf7,
	cueCluster: 0xf1,
	cueRelative: 0xf0,
	cueDuration: 0xb2,
	blockGroup: 0xa0,
	block: 0xa1,
	blockDuration: 0x9b,
	chapters: 0x1043a770,
	edition: 0x45b9,
	chapter: 0xb6,
	chapterStart: 0x91,
	chapterHidden: 0x98,
	chapterDisplay: 0x80,
	chapterText: 0x85,
} as const;

/** The kind of track that is read along. */
const SUBTITLE_TYPE = 17;

/** Bytes that are read where a block stands: most captions are shorter, and need no second read. */
const BLOCK_GUESS_BYTES = 512;

/** Nanoseconds in a second: chapters are told in them whatever the file's own scale is. */
const NANOSECONDS = 1e9;

/** One track of captions. */
export interface CaptionTrack {
	readonly number: number;
	readonly codec: string;
	/** ISO 639-2; Matroska means English where nothing is said. */
	readonly language: string;
}

/** What a Matroska or WebM file tells beyond what the tag library reads. */
export interface MatroskaIndex {
	readonly captions: readonly CaptionTrack[];
	readonly chapters: readonly Chapter[];
	/** Where each caption of a track stands, in the order of time; empty where the file has no index of them. */
	places(track: number): Promise<readonly CuePlace[]>;
	/** Seconds of one unit of time. */
	readonly unit: number;
}

/** Reads heads and indexes; no cluster is read. Nothing for what is no Matroska. */
export async function readMatroska(reader: RangedReader): Promise<MatroskaIndex | undefined> {
	const top = await elementsIn(reader, 0, Math.min(reader.size, MAX_SMALL_BOX_BYTES));
	const claimed = top.find(({ id }) => id === ID.segment);
	if (claimed === undefined) return undefined;
	const whole = elementIn(await reader.read(claimed.at, ELEMENT_HEAD_BYTES), claimed.at, reader.size);
	if (whole === undefined) return undefined;
	const parts = await topParts(reader, whole);
	const info = await fields(reader, parts.get(ID.info));
	const scale = info.get(ID.timestampScale);
	const unit = (scale === undefined ? 1_000_000 : unsigned(await bytesOf(reader, scale))) / NANOSECONDS;
	return {
		captions: await captionTracks(reader, parts.get(ID.tracks)),
		chapters: await readChapters(reader, parts.get(ID.chapters)),
		places: (track) => cuePlaces(reader, whole, parts.get(ID.cues), track, unit),
		unit,
	};
}

/** The parts before the first cluster, and those that the index of parts names behind it. */
async function topParts(reader: RangedReader, segment: Element): Promise<ReadonlyMap<number, Element>> {
	const parts = new Map<number, Element>();
	const wanted: number[] = [ID.info, ID.tracks, ID.cues, ID.chapters];
	const head = Math.min(segment.end, segment.start + MAX_SMALL_BOX_BYTES);
	for (const part of await elementsIn(reader, segment.start, head)) {
		if (wanted.includes(part.id) && !parts.has(part.id)) parts.set(part.id, { ...part, end: part.end });
		if (part.id !== ID.seekHead) continue;
		for (const seek of await elementsIn(reader, part.start, part.end)) {
			const named = await fields(reader, seek);
			const [id, position] = [named.get(ID.seekId), named.get(ID.seekPosition)];
			if (id === undefined || position === undefined) continue;
			const at = segment.start + unsigned(await bytesOf(reader, position));
			const element = elementIn(await reader.read(at, ELEMENT_HEAD_BYTES), at, segment.end);
			if (element !== undefined && wanted.includes(element.id)) parts.set(element.id, element);
		}
	}
	return parts;
}

async function bytesOf(reader: RangedReader, { start, end }: Element): Promise<Uint8Array> {
	return reader.read(start, Math.min(end - start, MAX_SMALL_BOX_BYTES));
}

/** The first child of each identity. */
async function fields(
	reader: RangedReader,
	element: Element | undefined,
): Promise<ReadonlyMap<number, Element>> {
	if (element === undefined) return new Map();
	const children = await elementsIn(reader, element.start, element.end);
	return new Map(children.toReversed().map((child) => [child.id, child]));
}

async function captionTracks(reader: RangedReader, tracks: Element | undefined): Promise<CaptionTrack[]> {
	if (tracks === undefined) return [];
	const found: CaptionTrack[] = [];
	for (const entry of (await elementsIn(reader, tracks.start, tracks.end)).slice(0, MAX_TRACKS)) {
		const named = await fields(reader, entry);
		const [number, type, codec] = [named.get(ID.trackNumber), named.get(ID.trackType), named.get(ID.codec)];
		// Packed tracks are rare, and what they are packed with varies.
		if (number === undefined || type === undefined || codec === undefined || named.has(ID.encodings))
			continue;
		if (unsigned(await bytesOf(reader, type)) !== SUBTITLE_TYPE) continue;
		const language = named.get(ID.language);
		found.push({
			number: unsigned(await bytesOf(reader, number)),
			codec: latin1(await bytesOf(reader, codec)).replaceAll("\0", ""),
			language: language === undefined ? "eng" : latin1(await bytesOf(reader, language)).replaceAll("\0", ""),
		});
	}
	return found;
}

async function cuePlaces(
	reader: RangedReader,
	segment: Element,
	cues: Element | undefined,
	track: number,
	unit: number,
): Promise<CuePlace[]> {
	if (cues === undefined) return [];
	const places: CuePlace[] = [];
	const clusters = new Map<number, number>();
	for (const point of await elementsIn(reader, cues.start, cues.end)) {
		if (places.length >= MAX_CUES) break;
		const children = await elementsIn(reader, point.start, point.end);
		const time = children.find(({ id }) => id === ID.cueTime);
		for (const child of children) {
			if (time === undefined || child.id !== ID.cuePositions) continue;
			const named = await fields(reader, child);
			const read = async (id: number) => {
				const element = named.get(id);
				return element === undefined ? undefined : unsigned(await bytesOf(reader, element));
			};
			const [cluster, relative, duration] = [
				await read(ID.cueCluster),
				await read(ID.cueRelative),
				await read(ID.cueDuration),
			];
			if ((await read(ID.cueTrack)) !== track || cluster === undefined || relative === undefined) continue;
			const base = clusters.get(cluster) ?? (await clusterStart(reader, segment.start + cluster));
			if (base === undefined) continue;
			clusters.set(cluster, base);
			const start = unsigned(await bytesOf(reader, time)) * unit;
			places.push({
				offset: base + relative,
				length: MAX_CUE_BYTES,
				start,
				...(duration === undefined ? {} : { end: start + duration * unit }),
			});
		}
	}
	return places;
}

/** Where a cluster's content begins: relative positions count from there. */
async function clusterStart(reader: RangedReader, at: number): Promise<number | undefined> {
	return elementIn(await reader.peek(at, ELEMENT_HEAD_BYTES), at, reader.size)?.start;
}

/** The words of the block group that stands at a place. */
export async function readBlock(
	reader: RangedReader,
	place: CuePlace,
	codec: string,
	unit: number,
): Promise<Cue | undefined> {
	const near = await reader.peek(place.offset, BLOCK_GUESS_BYTES);
	const group = elementIn(near, place.offset, place.offset + MAX_CUE_BYTES);
	if (group === undefined || group.id !== ID.blockGroup) return undefined;
	const whole = group.end - place.offset;
	const bytes = (whole <= near.length ? near : await reader.peek(place.offset, whole)).subarray(
		group.start - place.offset,
		whole,
	);
	let [text, end] = ["", place.end];
	for (let at = 0; at < bytes.length; ) {
		const part = elementIn(bytes.subarray(at, at + ELEMENT_HEAD_BYTES), at, bytes.length);
		if (part === undefined || part.end <= at) break;
		const content = bytes.subarray(part.start, part.end);
		// A block's number, two bytes of time and one of flags come before the words.
		if (part.id === ID.block)
			text = wordsOf(content.subarray((vint(content, 0, 8, true)?.length ?? 1) + 3), codec);
		if (part.id === ID.blockDuration) end = place.start + unsigned(content) * unit;
		at = part.end;
	}
	return text === "" ? undefined : { start: place.start, end: end ?? place.start + UNTOLD_SECONDS, text };
}

/** SubStation's blocks are lines of fields, the ninth of which is the text; WebVTT's begin with name and settings. */
function wordsOf(bytes: Uint8Array, codec: string): string {
	const text = new TextDecoder().decode(bytes).replaceAll("\0", "").replace(/\r\n?/g, "\n");
	if (/ASS|SSA/.test(codec))
		return plainWords(
			text
				.split(",")
				.slice(8)
				.join(",")
				.replace(/\\[Nn]/g, "\n"),
		);
	if (codec.startsWith("D_WEBVTT")) return plainWords(text.split("\n").slice(2).join("\n"));
	return plainWords(text);
}

async function readChapters(reader: RangedReader, chapters: Element | undefined): Promise<Chapter[]> {
	if (chapters === undefined) return [];
	const edition = (await elementsIn(reader, chapters.start, chapters.end)).find(
		({ id }) => id === ID.edition,
	);
	if (edition === undefined) return [];
	const found: Chapter[] = [];
	for (const atom of await elementsIn(reader, edition.start, edition.end)) {
		if (atom.id !== ID.chapter || found.length >= MAX_CHAPTERS) continue;
		const named = await fields(reader, atom);
		const [start, display] = [named.get(ID.chapterStart), named.get(ID.chapterDisplay)];
		const text = (await fields(reader, display)).get(ID.chapterText);
		if (start === undefined || text === undefined || named.has(ID.chapterHidden)) continue;
		found.push({
			start: unsigned(await bytesOf(reader, start)) / NANOSECONDS,
			title: shortText(new TextDecoder().decode(await bytesOf(reader, text))),
		});
	}
	return found;
}
