import { MIB } from "../protocol/limits.ts";

/** Largest picture that is decoded: it takes 4 bytes per pixel, twice over, of an isolate's 128 MB. */
export const MAX_PICTURE_PIXELS = 6_000_000;

/** Largest file that is decoded: it is held in memory while it is decoded. */
export const MAX_PICTURE_BYTES = 12 * MIB;

/** Media type of the thumbnails. */
export const THUMBNAIL_MIME = "image/jpeg";

/** Media types of pictures that can be decoded. */
export type DecodableMime = "image/jpeg" | "image/png" | "image/webp";

const DECODABLE: ReadonlySet<string> = new Set<DecodableMime>(["image/jpeg", "image/png", "image/webp"]);

/** Whether pictures of this media type can be decoded. */
export function isDecodable(mime: string): mime is DecodableMime {
	return DECODABLE.has(mime);
}

/** Whether a thumbnail can be made from a picture of this type and size. */
export function canMakeThumbnail(mime: string | undefined, bytes: number, pixels: number): boolean {
	return (
		mime !== undefined &&
		isDecodable(mime) &&
		bytes <= MAX_PICTURE_BYTES &&
		pixels > 0 &&
		pixels <= MAX_PICTURE_PIXELS
	);
}
