import type { RangedReader } from "../../ranged-reader.ts";
import type { ImageContents } from "../image-contents.ts";
import { readGif } from "./gif.ts";
import { readHeif } from "./heif.ts";
import { readJpeg } from "./jpeg.ts";
import { readPng } from "./png.ts";
import { readWebp } from "./webp.ts";

/** Walks one format's container and collects what it finds in `contents`. */
export type ReadContainer = (reader: RangedReader, contents: ImageContents) => Promise<void>;

/** Readers of the formats that `photoFormat` recognises, by media type: all of it our own bounded code. */
const READERS: readonly (readonly [RegExp, ReadContainer])[] = [
	[/^image\/jpeg$/, readJpeg],
	[/^image\/a?png$/, readPng],
	[/^image\/webp$/, readWebp],
	[/^image\/gif$/, readGif],
	[/^image\/(avif|hei[cf])(-sequence)?$/, readHeif],
];

/** The container reader for a photo's media type. */
export function photoContainerFor(mime: string): ReadContainer | undefined {
	return READERS.find(([types]) => types.test(mime))?.[1];
}
