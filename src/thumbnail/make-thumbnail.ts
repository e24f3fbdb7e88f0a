import JPEG_DECODER from "@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm";
import JPEG_ENCODER from "@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm";
import decodeJpeg, { init as initJpegDecoder } from "@jsquash/jpeg/decode.js";
import encodeJpeg, { init as initJpegEncoder } from "@jsquash/jpeg/encode.js";
import PNG_DECODER from "@jsquash/png/codec/pkg/squoosh_png_bg.wasm";
import { decode as decodePng, init as initPngDecoder } from "@jsquash/png/decode.js";
import WEBP_DECODER from "@jsquash/webp/codec/dec/webp_dec.wasm";
import decodeWebp, { init as initWebpDecoder } from "@jsquash/webp/decode.js";
import { MIB } from "../protocol/limits.ts";
import { fitInto, type Pixels, shrink } from "./shrink.ts";

/** The longer edge of a made thumbnail, in pixels: twice the size at which the page shows it. */
const EDGE_PIXELS = 320;

/** JPEG quality, 0–100. A stamp of this size has about 10 KB. */
const QUALITY = 70;

/** Pixels of a picture from which one is made: decoded it takes 4 bytes each, twice over, of an isolate's 128 MB. */
export const MAX_PICTURE_PIXELS = 6_000_000;

/** Bytes of a file from which one is made: it is held whole while it is decoded. */
export const MAX_PICTURE_BYTES = 12 * MIB;

/** The media type of what is made. */
export const THUMBNAIL_MIME = "image/jpeg";

/** How each type is decoded. A fresh instance each time: the memory of one never shrinks again. */
const DECODERS: Record<string, (bytes: ArrayBuffer) => Promise<Pixels>> = {
	"image/jpeg": async (bytes) => {
		await initJpegDecoder(JPEG_DECODER);
		return decodeJpeg(bytes);
	},
	"image/png": async (bytes) => {
		await initPngDecoder(PNG_DECODER);
		return decodePng(bytes);
	},
	"image/webp": async (bytes) => {
		await initWebpDecoder(WEBP_DECODER);
		return decodeWebp(bytes);
	},
};

/** Whether a thumbnail can be made of such a picture here. */
export function canMake(mime: string | undefined, bytes: number, pixels: number): boolean {
	return (
		mime !== undefined &&
		mime in DECODERS &&
		bytes <= MAX_PICTURE_BYTES &&
		pixels > 0 &&
		pixels <= MAX_PICTURE_PIXELS
	);
}

/** Makes a small JPEG of a whole picture. Throws when the picture is damaged. */
export async function makeThumbnail(mime: string, bytes: ArrayBuffer): Promise<Uint8Array> {
	const picture = await DECODERS[mime]?.(bytes);
	if (picture === undefined) throw new Error(`no decoder for ${mime}`);
	const { width, height } = fitInto(EDGE_PIXELS, picture.width, picture.height);
	const small = shrink(picture, width, height);
	await initJpegEncoder(JPEG_ENCODER);
	return new Uint8Array(await encodeJpeg(small as Parameters<typeof encodeJpeg>[0], { quality: QUALITY }));
}
