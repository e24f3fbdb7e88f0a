import { latin1, startsWith, u32 } from "../bytes/bytes.ts";
import { type Format, formatOf } from "./formats.ts";

/** Major brands of HEIF and AVIF files (ISO/IEC 23008-12 annex B, AV1 Image File Format §6). */
const BRANDS: ReadonlyMap<string, string> = new Map([
	["avif", "image/avif"],
	["avis", "image/avif"],
	["mif1", "image/heif"],
	["msf1", "image/heif-sequence"],
	["heic", "image/heic"],
	["heix", "image/heic"],
	["hevc", "image/heic-sequence"],
	["hevx", "image/heic-sequence"],
]);

/** `FF F7` after the start marker is JPEG-LS, which is another format (ISO/IEC 14495-1). */
const JPEG_LS_FRAME = 0xf7;

/**
 * The format of a photo by its first bytes, if it is one whose facts are read by our own bounded code; `undefined` for everything else.
 * It must agree with `sniff`, which recognises many more formats, but does so with code that is not ours.
 */
export function photoFormat(head: Uint8Array): Format | undefined {
	const mime = photoMime(head);
	return mime === undefined ? undefined : formatOf(mime);
}

function photoMime(head: Uint8Array): string | undefined {
	if (startsWith(head, "\xff\xd8\xff")) return head[3] === JPEG_LS_FRAME ? undefined : "image/jpeg";
	if (startsWith(head, "\x89PNG\r\n\x1a\n")) return pngMime(head);
	// Text may begin with the same letters, but has no NUL.
	if (!head.includes(0)) return undefined;
	if (startsWith(head, "GIF87a") || startsWith(head, "GIF89a")) return "image/gif";
	if (startsWith(head, "RIFF")) return startsWith(head, "WEBP", 8) ? "image/webp" : undefined;
	return isFileType(head) ? BRANDS.get(latin1(head, 8, 4)) : undefined;
}

/** Whether it begins with a `ftyp` box of a sensible length: other formats may have these letters at the same place. */
function isFileType(head: Uint8Array): boolean {
	const length = u32(head, 0);
	return startsWith(head, "ftyp", 4) && length >= 16 && length < 256;
}

/** An animated PNG has an `acTL` chunk before its first `IDAT` (PNG 3, §11.3.6). */
function pngMime(head: Uint8Array): string | undefined {
	if (u32(head, 8) !== 13 || !startsWith(head, "IHDR", 12)) return undefined;
	for (let at = 8; at + 8 < head.length; ) {
		const length = u32(head, at);
		// PNG 3, §5.3: a length is less than 2³¹.
		if (length >= 0x8000_0000) return undefined;
		if (startsWith(head, "acTL", at + 4)) return "image/apng";
		if (startsWith(head, "IDAT", at + 4)) break;
		at += 12 + length;
	}
	return "image/png";
}
