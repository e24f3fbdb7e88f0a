import JPEG_DECODER from "@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm";
import JPEG_ENCODER from "@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm";
import decodeJpeg, { init as initJpegDecoder } from "@jsquash/jpeg/decode.js";
import encodeJpeg, { init as initJpegEncoder } from "@jsquash/jpeg/encode.js";
import PNG_DECODER from "@jsquash/png/codec/pkg/squoosh_png_bg.wasm";
import { decode as decodePng, init as initPngDecoder } from "@jsquash/png/decode.js";
import WEBP_DECODER from "@jsquash/webp/codec/dec/webp_dec.wasm";
import decodeWebp, { init as initWebpDecoder } from "@jsquash/webp/decode.js";
import { fitInto, type Pixels, shrink } from "./shrink.ts";
import { type DecodableMime, isDecodable } from "./thumbnail-limits.ts";

/** Longer edge of a thumbnail in pixels: twice the size at which the page shows it. */
const EDGE_PIXELS = 320;

/** JPEG quality, 0–100. A thumbnail takes about 10 KB. */
const QUALITY = 70;

/** Decoders by media type. Each call creates a new instance, because WebAssembly memory never shrinks. */
const DECODERS: Readonly<Record<DecodableMime, (bytes: ArrayBuffer) => Promise<Pixels>>> = {
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

/** Makes a JPEG thumbnail of a picture. Throws if the picture is damaged. */
export async function makeThumbnail(mime: string, bytes: ArrayBuffer): Promise<Uint8Array> {
	if (!isDecodable(mime)) throw new Error(`no decoder for ${mime}`);
	const picture = await DECODERS[mime](bytes);
	const { width, height } = fitInto(EDGE_PIXELS, picture.width, picture.height);
	const small = shrink(picture, width, height);
	await initJpegEncoder(JPEG_ENCODER);
	return new Uint8Array(await encodeJpeg(small as Parameters<typeof encodeJpeg>[0], { quality: QUALITY }));
}
