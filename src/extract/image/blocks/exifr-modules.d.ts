/**
 * Types for the parts of exifr 7.1.3 in use: its single-block parsers and its dictionaries. Its file readers are never
 * imported (they look for `fs` and `zlib`, and one of its container parsers can loop forever), and the package's own
 * types cover only the whole-file API.
 */

declare module "exifr/src/options.mjs" {
	export class Options {
		constructor(options: { readonly [option: string]: unknown });
	}
}

declare module "exifr/src/segment-parsers/tiff-exif.mjs" {
	import type { Options } from "exifr/src/options.mjs";

	/** What the parser asks about the file that holds the block. */
	interface FileInfo {
		readonly byteLength: number;
		readonly chunked: false;
		readonly tiff: false;
	}

	/** Decodes one TIFF structure: directory name (`ifd0`, `exif`, `gps`, `interop`, `ifd1`) → tag number → value. */
	export class TiffExif {
		constructor(block: Uint8Array, options: Options, file: FileInfo);
		parse(): Promise<{ readonly [block: string]: { readonly [tag: string]: unknown } }>;
	}
}

declare module "exifr/src/segment-parsers/icc.mjs" {
	import type { Options } from "exifr/src/options.mjs";

	export default class Icc {
		constructor(profile: Uint8Array, options: Options, file: undefined);
		parse(): { readonly [field: string]: unknown };
	}
}

declare module "exifr/src/tags.mjs" {
	type Dictionary<Value> = ReadonlyMap<string, ReadonlyMap<number | string, Value>>;
	/** Block → tag → name. */
	export const tagKeys: Dictionary<string>;
	/** Block → tag → value → description. */
	export const tagValues: Dictionary<{ readonly [value: string]: string }>;
}

declare module "exifr/src/dicts/*";
