import * as z from "zod/mini";
import { mindNode } from "../text/mind-map.ts";
import { FILE_KINDS } from "./file-state.ts";

/** What JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Any JSON. Annotated, because the type of a recursive schema cannot be inferred. */
export const json: z.ZodMiniType<Json> = z.lazy(() =>
	z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
);

/** One normalised fact: what people ask for first, in one shape whichever block of the file it came from. */
export const fact = z.object({
	/** Stable name for programs, such as `takenAt` or `camera`. */
	name: z.string(),
	/** For people, such as `Taken`. */
	label: z.string(),
	/** For programs: ISO 8601 times, decimal degrees, numbers in SI units. */
	value: json,
	/** For people, such as `1/250 s`. */
	text: z.string(),
	/** The block and field that it came from, such as `EXIF DateTimeOriginal`. */
	source: z.string(),
	/** Other places in the file that give another value for it. */
	conflicts: z.optional(z.readonly(z.array(z.object({ source: z.string(), text: z.string() })))),
});

/** All raw fields of one block of the file. */
export const factGroup = z.object({
	/** Such as `EXIF`, `GPS`, `IPTC`, `XMP`, `ICC`. */
	name: z.string(),
	fields: z.readonly(z.record(z.string(), json)),
});

/** One thing that raised or lowered a score, as a sentence. */
export const reason = z.object({ effect: z.enum(["good", "bad"]), text: z.string() });

/** How good the result is. Both scores are 0–1 and every part of them is explained. */
export const quality = z.object({
	/** Share of the facts expected of such a file that were found. */
	completeness: z.number(),
	present: z.readonly(z.array(z.string())),
	missing: z.readonly(z.array(z.string())),
	/** Whether the sources agree and the bytes were intact. */
	confidence: z.number(),
	reasons: z.readonly(z.array(reason)),
});

/** Where in the file a small picture of its content is embedded. */
export const embeddedThumbnail = z.object({
	/** Bytes from the start of the file. */
	offset: z.int(),
	length: z.int(),
	mime: z.string(),
});

/** Everything that was found in one file. */
export const facts = z.object({
	kind: z.enum(FILE_KINDS),
	/** The media type found in the bytes, and a name for people, such as `JPEG photo`. */
	format: z.object({ mime: z.string(), label: z.string() }),
	summary: z.readonly(z.array(fact)),
	groups: z.readonly(z.array(factGroup)),
	/** How many raw fields there are in all groups together. */
	fields: z.int(),
	quality,
	/** Things a person should know, such as `The file ends in the middle of the picture.` */
	warnings: z.readonly(z.array(z.string())),
	thumbnail: z.optional(embeddedThumbnail),
	/** What is said in a recording, as a tree; the words themselves are in its chunks. */
	mindMap: z.optional(mindNode),
	/** What the extraction read out of storage. */
	read: z.object({ bytes: z.int(), requests: z.int() }),
});

export type Fact = z.infer<typeof fact>;
export type FactGroup = z.infer<typeof factGroup>;
export type Reason = z.infer<typeof reason>;
export type Quality = z.infer<typeof quality>;
export type EmbeddedThumbnail = z.infer<typeof embeddedThumbnail>;
export type Facts = z.infer<typeof facts>;
