/*
 * A JPEG of 8 × 8 grey pixels that every viewer shows: the tables of ITU-T T.81 reduced to the one code that a grey block needs.
 * Between its start and its picture are an EXIF block, which makes every photo different, and padding up to the wanted size.
 */

/** The most content of one segment: its length field has 16 bits and counts itself. */
const MAX_SEGMENT_BYTES = 65_533;

/** Bytes of a segment's marker and length field. */
const SEGMENT_HEAD = 4;

function segment(marker: number, content: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(SEGMENT_HEAD + content.length);
	bytes.set([0xff, marker]);
	new DataView(bytes.buffer).setUint16(2, content.length + 2);
	bytes.set(content, SEGMENT_HEAD);
	return bytes;
}

/** Quantization by 1, one component, the single code "zero" in both Huffman tables, one block of it, the end. */
const PICTURE = Buffer.concat([
	segment(0xdb, Uint8Array.of(0, ...new Array<number>(64).fill(1))),
	segment(0xc0, Uint8Array.of(8, 0, 8, 0, 8, 1, 1, 0x11, 0)),
	segment(0xc4, Uint8Array.of(0x00, 1, ...new Array<number>(15).fill(0), 0)),
	segment(0xc4, Uint8Array.of(0x10, 1, ...new Array<number>(15).fill(0), 0)),
	segment(0xda, Uint8Array.of(1, 1, 0x00, 0, 63, 0)),
	// Two codes of one bit, both 0, and ones up to the end of the byte.
	Uint8Array.of(0x3f, 0xff, 0xd9),
]);

const START = Uint8Array.of(0xff, 0xd8);

/** Bytes of one entry of a TIFF directory. */
const ENTRY_BYTES = 12;

/** A little-endian TIFF directory of texts after `Exif\0\0` (EXIF 3.0, section 4.5.4). */
function exifBlock(texts: readonly (readonly [tag: number, text: string])[]): Uint8Array {
	const data = texts.map(([, text]) => Buffer.from(`${text}\0`));
	const dataAt = 8 + 2 + texts.length * ENTRY_BYTES + 4;
	const head = Buffer.alloc(dataAt);
	head.write("II*\0", "latin1");
	head.writeUInt32LE(8, 4);
	head.writeUInt16LE(texts.length, 8);
	let at = dataAt;
	for (const [index, [tag]] of texts.entries()) {
		const length = data[index]?.length ?? 0;
		const entry = 10 + index * ENTRY_BYTES;
		head.writeUInt16LE(tag, entry);
		head.writeUInt16LE(2, entry + 2);
		head.writeUInt32LE(length, entry + 4);
		head.writeUInt32LE(at, entry + 8);
		at += length;
	}
	return segment(0xe1, Buffer.concat([Buffer.from("Exif\0\0"), head, ...data]));
}

const MINUTE_MS = 60_000;

/** When the first photo of every load was taken; the others follow a minute apart. */
const FIRST_TAKEN_AT = Date.UTC(2026, 0, 1);

/** `2026:01:01 00:00:00`, as EXIF writes it. */
function exifDateTime(index: number): string {
	const iso = new Date(FIRST_TAKEN_AT + index * MINUTE_MS).toISOString();
	return `${iso.slice(0, 10).replaceAll("-", ":")} ${iso.slice(11, 19)}`;
}

/**
 * The photo of a seed and an index: always the same bytes, and different from every other photo's. It has exactly `size` bytes,
 * which must be at least 1,000.
 */
export function tinyPhoto(seed: number, index: number, size: number): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(size);
	const exif = exifBlock([
		[0x010e, `Load ${seed}, photo ${index}`],
		[0x010f, "Darkroom"],
		[0x0110, "Load generator"],
		[0x0132, exifDateTime(index)],
	]);
	bytes.set(START);
	bytes.set(exif, START.length);
	let at = START.length + exif.length;
	for (let left = size - at - PICTURE.length; left > 0; ) {
		// The last padding segment takes all that is left, so the one before must leave enough for a segment's head.
		const longest = SEGMENT_HEAD + MAX_SEGMENT_BYTES;
		const length = left <= longest ? left : Math.min(longest, left - SEGMENT_HEAD);
		bytes.set([0xff, 0xef, (length - 2) >> 8, (length - 2) & 0xff], at);
		at += length;
		left -= length;
	}
	bytes.set(PICTURE, at);
	return bytes;
}
