import { makePhoto } from "../../test/fixtures/photo.ts";
import type { Photo } from "./sender.ts";

/** A photo like a camera's: a small header followed by coded picture data. */
export function largePhoto(size: number): Photo {
	const { bytes: small } = makePhoto(1);
	const bytes = new Uint8Array(size);
	bytes.set(small.subarray(0, -2));
	// JPEG (ITU-T T.81): in coded data every 0xFF is followed by a stuffed 0.
	for (let at = small.length - 2; at < size - 2; at++) {
		const byte = (at * 2_654_435_761) >>> 24;
		bytes[at] = bytes[at - 1] === 0xff ? 0 : byte;
	}
	bytes.set([0xff, 0xd9], size - 2);
	return { name: "IMG_LARGE.jpg", bytes };
}
