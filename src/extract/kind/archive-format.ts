import { startsWith } from "../bytes/bytes.ts";
import { decodeUtf8 } from "../bytes/text.ts";
import { Zip } from "../bytes/zip.ts";
import type { RangedReader } from "../reader.ts";
import { type Format, formatOf } from "./formats.ts";

/** Files by which an archive is known, whatever its first bytes show. */
const MARKS: readonly (readonly [file: string, mime: string])[] = [
	["word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
	["ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"],
	["xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
	["META-INF/container.xml", "application/epub+zip"],
];

/** Bytes of the file `mimetype`, by which OpenDocument and EPUB name themselves. */
const MAX_MIMETYPE_BYTES = 100;

/** What a ZIP archive is, by what lies in it; nothing where the file is no such archive, or only an archive. */
export async function archiveFormat(reader: RangedReader): Promise<Format | undefined> {
	if (!startsWith(await reader.read(0, 4), "PK\x03\x04")) return undefined;
	const zip = await Zip.open(reader);
	if (zip === undefined) return undefined;
	const named = decodeUtf8((await ownName(zip)) ?? new Uint8Array(0)).trim();
	if (/^application\/(vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)|epub\+zip)$/.test(named))
		return formatOf(named);
	const mark = MARKS.find(([file]) => zip.entries.has(file));
	return mark && formatOf(mark[1]);
}

async function ownName(zip: Zip): Promise<Uint8Array | undefined> {
	try {
		return await zip.bytes("mimetype", MAX_MIMETYPE_BYTES);
	} catch {
		return undefined;
	}
}
