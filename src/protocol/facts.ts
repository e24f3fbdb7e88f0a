import type { FileKind } from "./file-state.ts";

/** What JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One normalised fact: what people ask for first, in one shape whatever block of the file told it. */
export interface Fact {
	/** Stable name for programs, such as `takenAt` or `camera`. */
	readonly name: string;
	/** For people, such as `Taken`. */
	readonly label: string;
	/** The machine's form: ISO 8601 times, decimal degrees, numbers in SI units. */
	readonly value: Json;
	/** The person's form, such as `1/250 s`. */
	readonly text: string;
	/** The block and field that told it, such as `EXIF DateTimeOriginal`. */
	readonly source: string;
	/** Other places of the file that tell the same thing differently. */
	readonly conflicts?: readonly { readonly source: string; readonly text: string }[];
}

/** All raw fields of one block of the file. */
export interface FactGroup {
	/** Such as `EXIF`, `GPS`, `IPTC`, `XMP`, `ICC`. */
	readonly name: string;
	readonly fields: { readonly [field: string]: Json };
}

/** One thing that raised or lowered a score, as a sentence. */
export interface Reason {
	readonly effect: "good" | "bad";
	readonly text: string;
}

/** How good the result is. Both scores are 0–1 and every part of them is explained. */
export interface Quality {
	/** Share of the facts expected of such a file that are there. */
	readonly completeness: number;
	readonly present: readonly string[];
	readonly missing: readonly string[];
	/** Whether the sources agree and the bytes were sound. */
	readonly confidence: number;
	readonly reasons: readonly Reason[];
}

/** Where the file itself holds a small picture of what it shows. */
export interface EmbeddedThumbnail {
	/** Bytes from the start of the file. */
	readonly offset: number;
	readonly length: number;
	readonly mime: string;
}

/** Everything that was found in one file. */
export interface Facts {
	readonly kind: FileKind;
	/** The media type that the bytes show, and a name for people, such as `JPEG photo`. */
	readonly format: { readonly mime: string; readonly label: string };
	readonly summary: readonly Fact[];
	readonly groups: readonly FactGroup[];
	/** How many raw fields the groups hold together. */
	readonly fields: number;
	readonly quality: Quality;
	/** Things a person should know, such as `The file ends in the middle of the picture.` */
	readonly warnings: readonly string[];
	readonly thumbnail?: EmbeddedThumbnail;
	/** What the extraction read out of storage. */
	readonly read: { readonly bytes: number; readonly requests: number };
}
