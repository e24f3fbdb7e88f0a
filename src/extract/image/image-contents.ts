import type { EmbeddedThumbnail, FactGroup, Json } from "../../protocol/files/facts.ts";
import { Decompressor } from "../bytes/decompressor.ts";
import { plainFields } from "../json/plain-json.ts";
import { MAX_TIFF_ENTRIES, MAX_TIFF_TOTAL_BYTES, MAX_WARNINGS } from "../limits.ts";
import type { TiffBudget, TiffDirectory } from "./blocks/tiff-directories.ts";

/** Width and height as stored, before any rotation. */
export interface PixelSize {
	readonly width: number;
	readonly height: number;
	/** Where it was read, such as `JPEG frame header`. */
	readonly source: string;
}

/** One TIFF structure: an EXIF block or a whole TIFF file. */
export interface TiffStructure {
	readonly directories: readonly TiffDirectory[];
	/** Offset of its first byte in the file; absent where the block was compressed or joined from parts. */
	readonly at?: number;
}

/**
 * Collects what the walk of an image container finds: bounded metadata blocks for the parsers, the container's own
 * fields, and sentences about what is broken or was left out.
 */
export class ImageContents {
	size: PixelSize | undefined;
	/** EXIF orientation 1–8, where the container itself gives one (HEIF `irot` and `imir`). */
	orientation: number | undefined;
	/** Whether it is an animation or a sequence. */
	animated = false;
	readonly tiffs: TiffStructure[] = [];
	readonly xmp: Uint8Array[] = [];
	icc: Uint8Array | undefined;
	readonly iptc: Uint8Array[] = [];
	readonly groups: FactGroup[] = [];
	thumbnail: EmbeddedThumbnail | undefined;
	/** Shared by all TIFF structures of the file, as the unpacker is by all compressed chunks. */
	readonly tiffBudget: TiffBudget = { bytes: MAX_TIFF_TOTAL_BYTES, entries: MAX_TIFF_ENTRIES };
	readonly unpacker = new Decompressor();
	/** Sentences for people about broken bytes. */
	readonly defects: string[] = [];
	/** Sentences for people about intact data that was left out. */
	readonly notices: string[] = [];

	/** Records that something in the bytes is broken; each sentence once, at most `MAX_WARNINGS`. */
	addDefect(sentence: string): void {
		if (this.defects.length < MAX_WARNINGS && !this.defects.includes(sentence)) this.defects.push(sentence);
	}

	/** Records that intact data was left out; each sentence once, at most `MAX_WARNINGS`. */
	addNotice(sentence: string): void {
		if (this.notices.length < MAX_WARNINGS && !this.notices.includes(sentence)) this.notices.push(sentence);
	}

	/** Adds fields of the container itself; nothing where no field has a value. */
	addGroup(name: string, fields: { readonly [field: string]: Json | undefined }): void {
		const present = Object.entries(fields).filter(
			(field): field is [string, Json] => field[1] !== undefined && field[1] !== "",
		);
		if (present.length > 0) this.groups.push({ name, fields: plainFields(present) });
	}

	/** Whether nothing was found. */
	get isEmpty(): boolean {
		const { tiffs, xmp, iptc, groups, icc, size } = this;
		return (
			size === undefined && icc === undefined && [tiffs, xmp, iptc, groups].every((list) => list.length === 0)
		);
	}
}
