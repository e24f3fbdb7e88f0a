/**
 * An EXIF block that tells nothing but the orientation (tag 0x0112, EXIF 2.32 §4.6.4), as a whole APP1 segment: a
 * big-endian TIFF with one directory of one entry. The byte at `TURN_AT` is the value.
 */
const SEGMENT = [
	...[0xff, 0xe1, 0x00, 0x22],
	...[0x45, 0x78, 0x69, 0x66, 0x00, 0x00],
	...[0x4d, 0x4d, 0x00, 0x2a, 0x00, 0x00, 0x00, 0x08],
	...[0x00, 0x01],
	...[0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00],
	...[0x00, 0x00, 0x00, 0x00],
] as const;
const TURN_AT = 29;

/**
 * A small JPEG that shows as its photo does: cameras write the thumbnail as the sensor lay and leave the turn to the
 * photo's own tag, which the thumbnail alone has lost. Gives the bytes unchanged when there is nothing to turn.
 */
export function upright(jpeg: Uint8Array, orientation: number): Uint8Array {
	const turned = Number.isInteger(orientation) && orientation >= 2 && orientation <= 8;
	if (!turned || jpeg[0] !== 0xff || jpeg[1] !== 0xd8) return jpeg;
	const out = new Uint8Array(jpeg.length + SEGMENT.length);
	out.set(jpeg.subarray(0, 2));
	out.set(SEGMENT, 2);
	out[2 + TURN_AT] = orientation;
	out.set(jpeg.subarray(2), 2 + SEGMENT.length);
	return out;
}
