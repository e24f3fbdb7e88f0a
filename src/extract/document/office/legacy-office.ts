import { refuse } from "../../../protocol/result.ts";
import { startsWith, u16, u32 } from "../../bytes/bytes.ts";
import type { DocumentOpener } from "../open-document.ts";
import { encryptedProblem } from "./open-zip.ts";

/** Bytes of a compound file's directory that are searched: 64 entries. */
const DIRECTORY_BYTES = 8192;

/**
 * Refuses compound files ([MS-CFB]): the binary formats from before 2007, and newer files that are encrypted. The refusal says
 * which of the two it is.
 */
export const refuseLegacyOffice: DocumentOpener = async ({ reader, format }) => {
	const header = await reader.read(0, 512);
	const sectorBytes = 2 ** Math.min(u16(header, 30, true), 16);
	const directory = await reader.read((u32(header, 48, true) + 1) * sectorBytes, DIRECTORY_BYTES);
	const encrypted = [...Array(DIRECTORY_BYTES / 128).keys()].some((entry) =>
		startsWith(directory, [..."EncryptedPackage"].join("\0"), entry * 128),
	);
	if (encrypted) return refuse(encryptedProblem("Office document"));
	const detail = `${format.label}s (from before 2007) cannot be read. Save it as .docx, .xlsx, .pptx or PDF and upload it again.`;
	return refuse({ code: "unread-format", detail });
};

/** Refuses formats that are recognised but have no reader. */
export const refuseUnsupported: DocumentOpener = async ({ format }) => {
	const detail = `Text cannot be read from this kind of file (${format.label}). Save it as PDF or plain text and upload it again.`;
	return refuse({ code: "unread-format", detail });
};
