import { fileTypeFromBuffer } from "file-type";
import { startsWith } from "../bytes/bytes.ts";
import { type Format, formatOf } from "./formats.ts";
import { sniffText } from "./sniff-text.ts";

export type { Format } from "./formats.ts";

/** Names that `file-type` gives which are not the registered or common ones. */
const RENAMED: ReadonlyMap<string, string> = new Map([
	["application/ogg", "audio/ogg"],
	["image/x-ms-bmp", "image/bmp"],
	["video/x-matroska", "video/matroska"],
]);

/**
 * Decides what a file is from its first bytes (`SNIFF_BYTES` are enough); the name and the claimed type play no part.
 * Never throws: a head that nothing recognises is unknown data.
 */
export async function sniff(head: Uint8Array): Promise<Format> {
	const text = sniffText(head);
	if (text !== undefined && text !== "text/plain") return formatOf(text);
	const mime = (await magic(head)) ?? plainMagic(head);
	if (mime !== undefined) return formatOf(mime);
	return formatOf(text ?? "application/octet-stream");
}

/** Formats that `file-type` gives up on where the head is too short for it. */
function plainMagic(head: Uint8Array): string | undefined {
	if (isTiff(head)) return "image/tiff";
	return startsWith(head, "PK\x03\x04") ? "application/zip" : undefined;
}

/** `file-type` looks for the first directory, which many TIFFs keep at their end: 42 is plain TIFF, 43 BigTIFF. */
function isTiff(head: Uint8Array): boolean {
	return ["II*\0", "MM\0*", "II+\0", "MM\0+"].some((start) => startsWith(head, start));
}

async function magic(head: Uint8Array): Promise<string | undefined> {
	try {
		const found = await fileTypeFromBuffer(head);
		if (found === undefined) return undefined;
		const mime = found.mime.split(";")[0] ?? found.mime;
		return RENAMED.get(mime) ?? mime;
	} catch {
		return undefined;
	}
}
