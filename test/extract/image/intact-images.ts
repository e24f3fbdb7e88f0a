import { ascii } from "../../fixtures/bytes.ts";
import { makeGif } from "../../fixtures/gif.ts";
import { makeHeif } from "../../fixtures/heif.ts";
import { makeIcc } from "../../fixtures/icc.ts";
import { makeIptc } from "../../fixtures/iptc.ts";
import { makeJpeg } from "../../fixtures/jpeg.ts";
import { makePng, pngChunk, pngInternationalText, pngText } from "../../fixtures/png.ts";
import { makeTiff } from "../../fixtures/tiff.ts";
import { makeWebp } from "../../fixtures/webp.ts";
import { makeXmp } from "../../fixtures/xmp.ts";

/** A TIFF with fields in every directory, and a thumbnail; also the EXIF block of the other formats. */
export const richTiff = makeTiff({
	ifd0: [
		[0x010f, "Maker"],
		[0x010e, "A picture of the sea"],
		[0x0112, 1],
	],
	exif: [
		[0x9003, "2026:05:04 03:02:01"],
		[0x829a, { rational: [[1, 100]] }],
		[0x9286, { bytes: ascii("ASCII\0\0\0words") }],
	],
	gps: [
		[1, "N"],
		[
			2,
			{
				rational: [
					[1, 1],
					[2, 1],
					[3, 1],
				],
			},
		],
		[3, "E"],
		[
			4,
			{
				rational: [
					[1, 1],
					[2, 1],
					[3, 1],
				],
			},
		],
	],
	thumbnail: makeJpeg({ width: 16, height: 16 }),
});
const xmp = makeXmp("<dc:format>image/jpeg</dc:format>");
export const icc = makeIcc("Profile");
const iptc = makeIptc([
	[25, "one"],
	[120, "caption"],
]);

/** One intact file of every format, with as much metadata as the format can hold. */
export const INTACT: readonly (readonly [what: string, bytes: Uint8Array])[] = [
	["JPEG", makeJpeg({ exif: richTiff, xmp, icc, iptc, comment: "hello" })],
	[
		"PNG",
		makePng({
			before: [pngChunk("eXIf", richTiff), pngInternationalText("XML:com.adobe.xmp", xmp), pngText("A", "b")],
		}),
	],
	["WebP", makeWebp({ exif: richTiff, xmp, icc })],
	["HEIC", makeHeif({ exif: richTiff, xmp, icc, rotation: 1 })],
	["GIF", makeGif({ frames: 3, comment: "hello" })],
	["TIFF", richTiff],
];
