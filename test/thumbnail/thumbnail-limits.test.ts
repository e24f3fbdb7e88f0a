import { expect, test } from "vitest";
import {
	canMakeThumbnail,
	MAX_PICTURE_BYTES,
	MAX_PICTURE_PIXELS,
} from "../../src/thumbnail/thumbnail-limits.ts";

test.each<[can: boolean, what: string, mime: string | undefined, bytes: number, pixels: number]>([
	[true, "a JPEG", "image/jpeg", 1_000, 1_000],
	[true, "a PNG", "image/png", 1_000, 1_000],
	[true, "a WebP", "image/webp", 1_000, 1_000],
	[true, "the largest picture", "image/jpeg", MAX_PICTURE_BYTES, MAX_PICTURE_PIXELS],
	[false, "one byte more", "image/jpeg", MAX_PICTURE_BYTES + 1, 1_000],
	[false, "one pixel more", "image/jpeg", 1_000, MAX_PICTURE_PIXELS + 1],
	[false, "a picture of unknown size", "image/jpeg", 1_000, 0],
	[false, "a HEIC", "image/heic", 1_000, 1_000],
	[false, "a file that nobody has looked at", undefined, 1_000, 1_000],
	[false, "a type that is the name of a method", "toString", 1_000, 1_000],
])("whether a thumbnail can be made is %s for %s", (can, _what, mime, bytes, pixels) => {
	expect(canMakeThumbnail(mime, bytes, pixels)).toBe(can);
});
