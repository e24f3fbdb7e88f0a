import { startsWith } from "../bytes/bytes.ts";
import { decodeUtf8 } from "../bytes/text.ts";
import { ZipArchive } from "../bytes/zip.ts";
import type { RangedReader } from "../ranged-reader.ts";
import { type Format, formatOf } from "./formats.ts";

/** Files that identify the format of an archive. */
const SIGNATURE_FILES: readonly (readonly [file: string, mime: string])[] = [
	["word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
	["ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"],
	["xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
	["META-INF/container.xml", "application/epub+zip"],
];

/** Bytes of the file `mimetype`, in which OpenDocument and EPUB declare their media type. */
const MAX_MIMETYPE_BYTES = 100;

/** The document format of a ZIP archive by its content; `undefined` for other files and for plain archives. */
export async function archiveFormat(reader: RangedReader): Promise<Format | undefined> {
	if (!startsWith(await reader.read(0, 4), "PK\x03\x04")) return undefined;
	const zip = await ZipArchive.open(reader);
	if (zip === undefined) return undefined;
	const declared = decodeUtf8((await mimetypeFile(zip)) ?? new Uint8Array(0)).trim();
	if (/^application\/(vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)|epub\+zip)$/.test(declared))
		return formatOf(declared);
	const signature = SIGNATURE_FILES.find(([file]) => zip.entries.has(file));
	return signature && formatOf(signature[1]);
}

async function mimetypeFile(zip: ZipArchive): Promise<Uint8Array | undefined> {
	try {
		return await zip.readFile("mimetype", MAX_MIMETYPE_BYTES);
	} catch {
		return undefined;
	}
}
