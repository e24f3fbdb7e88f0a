import { fileTypeFromBuffer } from "file-type";
import { startsWith } from "../bytes/bytes.ts";
import { type Format, formatOf } from "./formats.ts";
import { sniffText } from "./sniff-text.ts";

/** Registered or common names for media types that `file-type` calls differently. */
const REGISTERED_NAMES: ReadonlyMap<string, string> = new Map([
	["application/ogg", "audio/ogg"],
	["image/x-ms-bmp", "image/bmp"],
	["video/x-matroska", "video/matroska"],
]);

/**
 * Detects the format of a file from its first bytes (`SNIFF_BYTES` are enough). The file name and the claimed type are ignored.
 * Never throws: what nothing recognises is unknown data.
 */
export async function sniff(head: Uint8Array): Promise<Format> {
	const text = sniffText(head);
	if (text !== undefined && text !== "text/plain") return formatOf(text);
	const mime = (await magic(head)) ?? fallbackMagic(head);
	if (mime !== undefined) return formatOf(mime);
	return formatOf(text ?? "application/octet-stream");
}

/** Formats that `file-type` does not detect when it needs more bytes than it has. */
function fallbackMagic(head: Uint8Array): string | undefined {
	if (isTiff(head)) return "image/tiff";
	return startsWith(head, "PK\x03\x04") ? "application/zip" : undefined;
}

/** `file-type` needs the first directory, which many TIFFs keep at their end. 42 (`*`) is TIFF, 43 (`+`) BigTIFF. */
function isTiff(head: Uint8Array): boolean {
	return ["II*\0", "MM\0*", "II+\0", "MM\0+"].some((start) => startsWith(head, start));
}

async function magic(head: Uint8Array): Promise<string | undefined> {
	try {
		const found = await fileTypeFromBuffer(head);
		if (found === undefined) return undefined;
		const mime = found.mime.split(";")[0] ?? found.mime;
		return REGISTERED_NAMES.get(mime) ?? mime;
	} catch {
		return undefined;
	}
}
