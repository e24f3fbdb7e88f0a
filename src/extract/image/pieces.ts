import type { EmbeddedThumbnail, FactGroup, Json } from "../../protocol/files/facts.ts";
import { Unpacker } from "../bytes/inflate.ts";
import { plainFields } from "../json/plain-json.ts";
import { MAX_TIFF_ENTRIES, MAX_TIFF_TOTAL_BYTES, MAX_WARNINGS } from "../limits.ts";
import type { TiffAllowance, TiffDirectory } from "./blocks/tiff-directories.ts";

/** Width and height as they are stored, before any turning. */
export interface PixelSize {
	readonly width: number;
	readonly height: number;
	/** Where it is written, such as `JPEG frame header`. */
	readonly source: string;
}

/** One TIFF structure: an EXIF block or a whole TIFF file. */
export interface TiffPiece {
	readonly directories: readonly TiffDirectory[];
	/** Where its first byte stands in the file; unknown for a block that was compressed or put together. */
	readonly at?: number;
}

/**
 * What the walk of a container brought to light: sound, bounded pieces for the parsers, what the container itself
 * says, and what was wrong with it.
 */
export class Pieces {
	size: PixelSize | undefined;
	/** How the viewer must turn the picture, where the container itself says so (HEIF `irot` and `imir`), as EXIF 1–8. */
	turn: number | undefined;
	/** Whether more than one picture follows in time. */
	animated = false;
	readonly tiffs: TiffPiece[] = [];
	readonly xmp: Uint8Array[] = [];
	icc: Uint8Array | undefined;
	readonly iptc: Uint8Array[] = [];
	readonly groups: FactGroup[] = [];
	thumbnail: EmbeddedThumbnail | undefined;
	/** What all TIFF structures of the file may cost together, and all packed chunks. */
	readonly tiffAllowance: TiffAllowance = { bytes: MAX_TIFF_TOTAL_BYTES, entries: MAX_TIFF_ENTRIES };
	readonly unpacker = new Unpacker();
	/** Sentences for people about the bytes being unsound. */
	readonly defects: string[] = [];
	/** Sentences for people about what was left out on purpose. */
	readonly notices: string[] = [];

	/** Something in the bytes is broken. Says each thing once, and stops counting at a bound. */
	defect(sentence: string): void {
		if (this.defects.length < MAX_WARNINGS && !this.defects.includes(sentence)) this.defects.push(sentence);
	}

	/** Something sound was left out. */
	notice(sentence: string): void {
		if (this.notices.length < MAX_WARNINGS && !this.notices.includes(sentence)) this.notices.push(sentence);
	}

	/** Adds what the container itself says; nothing where no field has a value. */
	group(name: string, fields: { readonly [field: string]: Json | undefined }): void {
		const there = Object.entries(fields).filter(
			(field): field is [string, Json] => field[1] !== undefined && field[1] !== "",
		);
		if (there.length > 0) this.groups.push({ name, fields: plainFields(there) });
	}

	/** Whether nothing was found, though it was looked for. */
	get empty(): boolean {
		const { tiffs, xmp, iptc, groups, icc, size } = this;
		return (
			size === undefined && icc === undefined && [tiffs, xmp, iptc, groups].every((list) => list.length === 0)
		);
	}
}
