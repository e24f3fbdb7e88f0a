/**
 * An APP1 segment with an EXIF block that holds only the orientation (tag 0x0112, EXIF 2.32 §4.6.4): a big-endian TIFF
 * with one directory of one entry. The byte at `ORIENTATION_AT` is the value.
 */
const SEGMENT = [
	...[0xff, 0xe1, 0x00, 0x22],
	...[0x45, 0x78, 0x69, 0x66, 0x00, 0x00],
	...[0x4d, 0x4d, 0x00, 0x2a, 0x00, 0x00, 0x00, 0x08],
	...[0x00, 0x01],
	...[0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00],
	...[0x00, 0x00, 0x00, 0x00],
] as const;
const ORIENTATION_AT = 29;

/**
 * Adds the photo's EXIF orientation to its embedded thumbnail. Cameras store the thumbnail unrotated and only tag the
 * photo, so the thumbnail alone would show sideways. Returns the bytes unchanged if there is nothing to rotate.
 */
export function addOrientation(jpeg: Uint8Array, orientation: number): Uint8Array {
	const isRotated = Number.isInteger(orientation) && orientation >= 2 && orientation <= 8;
	if (!isRotated || jpeg[0] !== 0xff || jpeg[1] !== 0xd8) return jpeg;
	const out = new Uint8Array(jpeg.length + SEGMENT.length);
	out.set(jpeg.subarray(0, 2));
	out.set(SEGMENT, 2);
	out[2 + ORIENTATION_AT] = orientation;
	out.set(jpeg.subarray(2), 2 + SEGMENT.length);
	return out;
}
