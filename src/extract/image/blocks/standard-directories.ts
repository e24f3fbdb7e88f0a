/// <reference path="./exifr-modules.d.ts" />
import "exifr/src/dicts/tiff-ifd0-keys.mjs";
import "exifr/src/dicts/tiff-ifd0-values.mjs";
import "exifr/src/dicts/tiff-exif-keys.mjs";
import "exifr/src/dicts/tiff-exif-values.mjs";
import "exifr/src/dicts/tiff-gps-keys.mjs";
import "exifr/src/dicts/tiff-gps-values.mjs";
import "exifr/src/dicts/tiff-interop-keys.mjs";
import "exifr/src/dicts/tiff-other-keys.mjs";
import { Options } from "exifr/src/options.mjs";
import { TiffExif } from "exifr/src/segment-parsers/tiff-exif.mjs";
import { rebuildTiff } from "./rebuild-tiff.ts";
import type { TiffDirectory } from "./tiff-directories.ts";

/** Values of one directory as exifr decodes them, by tag number. */
export type RawTags = ReadonlyMap<number, unknown>;

/**
 * No value is translated or revived: exifr would build dates in the machine's time zone and would turn all-zero dates
 * into the year 1899.
 */
const OPTIONS = new Options({
	tiff: true,
	ifd1: true,
	interop: true,
	makerNote: false,
	userComment: true,
	translateKeys: false,
	translateValues: false,
	reviveValues: false,
	sanitize: false,
	mergeOutput: false,
	silentErrors: true,
});

/**
 * Decodes the standard directories with exifr, by directory name. exifr only ever sees a TIFF rebuilt from validated
 * entries, never the file's own offsets.
 */
export async function readStandardDirectories(
	directories: readonly TiffDirectory[],
): Promise<ReadonlyMap<string, RawTags>> {
	const block = rebuildTiff(directories);
	const fileInfo = { byteLength: block.length, chunked: false, tiff: false } as const;
	const parsed = await new TiffExif(block, OPTIONS, fileInfo).parse();
	return new Map(Object.entries(parsed).map(([name, tags]) => [name, byTagNumber(tags)]));
}

function byTagNumber(tags: { readonly [tag: string]: unknown }): RawTags {
	const numbers = new Map<number, unknown>();
	for (const [tag, value] of Object.entries(tags)) {
		const number = Number(tag);
		if (Number.isInteger(number)) numbers.set(number, value);
	}
	return numbers;
}
