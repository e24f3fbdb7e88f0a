import { latin1 } from "../../bytes/bytes.ts";
import { MAX_CHAPTERS, MAX_CUE_BYTES, MAX_CUES, MAX_SMALL_BOX_BYTES, MAX_TRACKS } from "../../limits.ts";
import type { RangedReader } from "../../ranged-reader.ts";
import { type Cue, type CueLocation, DEFAULT_CUE_SECONDS, plainCaptionText } from "../captions/cue.ts";
import { type Chapter, shortText } from "../chapter.ts";
import {
	type EbmlElement,
	ELEMENT_HEAD_BYTES,
	parseElement,
	readElements,
	unsignedInteger,
	vint,
} from "./ebml.ts";

/** IDs of the elements in use (RFC 9559, section 5). */
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

/** TrackType of subtitles (RFC 9559, section 5.1.4.1.3). */
const SUBTITLE_TYPE = 17;

/** Bytes of a block that are read at first: most captions are shorter and need no second read. */
const FIRST_READ_BYTES = 512;

/** Chapter times are in nanoseconds, whatever the segment's TimestampScale. */
const NANOSECONDS_PER_SECOND = 1e9;

/** One caption track. */
export interface CaptionTrack {
	readonly number: number;
	readonly codec: string;
	/** ISO 639-2; English where the element is absent (RFC 9559, Language). */
	readonly language: string;
}

/** What a Matroska or WebM file holds beyond what music-metadata reads. */
export interface MatroskaIndex {
	readonly captions: readonly CaptionTrack[];
	readonly chapters: readonly Chapter[];
	/** Where each caption of a track is stored, in the order of the index; empty where the file has no index of them. */
	cueLocations(track: number): Promise<readonly CueLocation[]>;
	/** Duration of one timestamp unit, in seconds. */
	readonly secondsPerTick: number;
}

/** Reads headers and indexes, but no cluster. `undefined` where the file is not Matroska. */
export async function readMatroska(reader: RangedReader): Promise<MatroskaIndex | undefined> {
	const top = await readElements(reader, 0, Math.min(reader.size, MAX_SMALL_BOX_BYTES));
	const capped = top.find(({ id }) => id === ID.segment);
	if (capped === undefined) return undefined;
	const segment = parseElement(await reader.read(capped.at, ELEMENT_HEAD_BYTES), capped.at, reader.size);
	if (segment === undefined) return undefined;
	const parts = await topLevelElements(reader, segment);
	const info = await childrenById(reader, parts.get(ID.info));
	const scale = info.get(ID.timestampScale);
	// 1,000,000 is the default of TimestampScale (RFC 9559, section 5.1.2.9).
	const nanoseconds = scale === undefined ? 1_000_000 : unsignedInteger(await bytesOf(reader, scale));
	const secondsPerTick = nanoseconds / NANOSECONDS_PER_SECOND;
	return {
		captions: await captionTracks(reader, parts.get(ID.tracks)),
		chapters: await readChapters(reader, parts.get(ID.chapters)),
		cueLocations: (track) => readCueLocations(reader, segment, parts.get(ID.cues), track, secondsPerTick),
		secondsPerTick,
	};
}

/** The top-level elements at the beginning of the segment, and those elsewhere that its SeekHead points to. */
async function topLevelElements(
	reader: RangedReader,
	segment: EbmlElement,
): Promise<ReadonlyMap<number, EbmlElement>> {
	const parts = new Map<number, EbmlElement>();
	const wanted: number[] = [ID.info, ID.tracks, ID.cues, ID.chapters];
	const head = Math.min(segment.end, segment.start + MAX_SMALL_BOX_BYTES);
	for (const part of await readElements(reader, segment.start, head)) {
		if (wanted.includes(part.id) && !parts.has(part.id)) parts.set(part.id, { ...part, end: part.end });
		if (part.id !== ID.seekHead) continue;
		for (const seek of await readElements(reader, part.start, part.end)) {
			const named = await childrenById(reader, seek);
			const [id, position] = [named.get(ID.seekId), named.get(ID.seekPosition)];
			if (id === undefined || position === undefined) continue;
			const at = segment.start + unsignedInteger(await bytesOf(reader, position));
			const element = parseElement(await reader.read(at, ELEMENT_HEAD_BYTES), at, segment.end);
			if (element !== undefined && wanted.includes(element.id)) parts.set(element.id, element);
		}
	}
	return parts;
}

async function bytesOf(reader: RangedReader, { start, end }: EbmlElement): Promise<Uint8Array> {
	return reader.read(start, Math.min(end - start, MAX_SMALL_BOX_BYTES));
}

/** The first child of each ID. */
async function childrenById(
	reader: RangedReader,
	element: EbmlElement | undefined,
): Promise<ReadonlyMap<number, EbmlElement>> {
	if (element === undefined) return new Map();
	const children = await readElements(reader, element.start, element.end);
	return new Map(children.toReversed().map((child) => [child.id, child]));
}

async function captionTracks(reader: RangedReader, tracks: EbmlElement | undefined): Promise<CaptionTrack[]> {
	if (tracks === undefined) return [];
	const found: CaptionTrack[] = [];
	for (const entry of (await readElements(reader, tracks.start, tracks.end)).slice(0, MAX_TRACKS)) {
		const named = await childrenById(reader, entry);
		const [number, type, codec] = [named.get(ID.trackNumber), named.get(ID.trackType), named.get(ID.codec)];
		// Compressed tracks are rare, and their compression varies.
		if (number === undefined || type === undefined || codec === undefined || named.has(ID.encodings))
			continue;
		if (unsignedInteger(await bytesOf(reader, type)) !== SUBTITLE_TYPE) continue;
		const language = named.get(ID.language);
		found.push({
			number: unsignedInteger(await bytesOf(reader, number)),
			codec: latin1(await bytesOf(reader, codec)).replaceAll("\0", ""),
			language: language === undefined ? "eng" : latin1(await bytesOf(reader, language)).replaceAll("\0", ""),
		});
	}
	return found;
}

async function readCueLocations(
	reader: RangedReader,
	segment: EbmlElement,
	cues: EbmlElement | undefined,
	track: number,
	secondsPerTick: number,
): Promise<CueLocation[]> {
	if (cues === undefined) return [];
	const locations: CueLocation[] = [];
	const clusters = new Map<number, number>();
	for (const point of await readElements(reader, cues.start, cues.end)) {
		if (locations.length >= MAX_CUES) break;
		const children = await readElements(reader, point.start, point.end);
		const time = children.find(({ id }) => id === ID.cueTime);
		for (const child of children) {
			if (time === undefined || child.id !== ID.cuePositions) continue;
			const named = await childrenById(reader, child);
			const read = async (id: number) => {
				const element = named.get(id);
				return element === undefined ? undefined : unsignedInteger(await bytesOf(reader, element));
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
			const start = unsignedInteger(await bytesOf(reader, time)) * secondsPerTick;
			locations.push({
				offset: base + relative,
				length: MAX_CUE_BYTES,
				start,
				...(duration === undefined ? {} : { end: start + duration * secondsPerTick }),
			});
		}
	}
	return locations;
}

/** Offset of a cluster's data: CueRelativePosition counts from there (RFC 9559). */
async function clusterStart(reader: RangedReader, at: number): Promise<number | undefined> {
	return parseElement(await reader.peek(at, ELEMENT_HEAD_BYTES), at, reader.size)?.start;
}

/** The caption in the block group at a location. */
export async function readBlock(
	reader: RangedReader,
	location: CueLocation,
	codec: string,
	secondsPerTick: number,
): Promise<Cue | undefined> {
	const firstRead = await reader.peek(location.offset, FIRST_READ_BYTES);
	const group = parseElement(firstRead, location.offset, location.offset + MAX_CUE_BYTES);
	if (group === undefined || group.id !== ID.blockGroup) return undefined;
	const length = group.end - location.offset;
	const whole = length <= firstRead.length ? firstRead : await reader.peek(location.offset, length);
	const bytes = whole.subarray(group.start - location.offset, length);
	let [text, end] = ["", location.end];
	for (let at = 0; at < bytes.length; ) {
		const part = parseElement(bytes.subarray(at, at + ELEMENT_HEAD_BYTES), at, bytes.length);
		if (part === undefined || part.end <= at) break;
		const content = bytes.subarray(part.start, part.end);
		// Track number, two bytes of timestamp and one of flags precede the text (RFC 9559, section 10).
		if (part.id === ID.block)
			text = captionText(content.subarray((vint(content, 0, 8, true)?.length ?? 1) + 3), codec);
		if (part.id === ID.blockDuration) end = location.start + unsignedInteger(content) * secondsPerTick;
		at = part.end;
	}
	return text === ""
		? undefined
		: { start: location.start, end: end ?? location.start + DEFAULT_CUE_SECONDS, text };
}

/** In SubStation Alpha the text is the ninth comma-separated field; in WebVTT it follows identifier and settings. */
function captionText(bytes: Uint8Array, codec: string): string {
	const text = new TextDecoder().decode(bytes).replaceAll("\0", "").replace(/\r\n?/g, "\n");
	if (/ASS|SSA/.test(codec))
		return plainCaptionText(
			text
				.split(",")
				.slice(8)
				.join(",")
				.replace(/\\[Nn]/g, "\n"),
		);
	if (codec.startsWith("D_WEBVTT")) return plainCaptionText(text.split("\n").slice(2).join("\n"));
	return plainCaptionText(text);
}

async function readChapters(reader: RangedReader, chapters: EbmlElement | undefined): Promise<Chapter[]> {
	if (chapters === undefined) return [];
	const edition = (await readElements(reader, chapters.start, chapters.end)).find(
		({ id }) => id === ID.edition,
	);
	if (edition === undefined) return [];
	const found: Chapter[] = [];
	for (const atom of await readElements(reader, edition.start, edition.end)) {
		if (atom.id !== ID.chapter || found.length >= MAX_CHAPTERS) continue;
		const named = await childrenById(reader, atom);
		const [start, display] = [named.get(ID.chapterStart), named.get(ID.chapterDisplay)];
		const text = (await childrenById(reader, display)).get(ID.chapterText);
		if (start === undefined || text === undefined || named.has(ID.chapterHidden)) continue;
		found.push({
			start: unsignedInteger(await bytesOf(reader, start)) / NANOSECONDS_PER_SECOND,
			title: shortText(new TextDecoder().decode(await bytesOf(reader, text))),
		});
	}
	return found;
}
