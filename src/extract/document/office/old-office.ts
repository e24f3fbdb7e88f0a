import { refuse } from "../../../protocol/result.ts";
import { startsWith, u16, u32 } from "../../bytes/bytes.ts";
import type { OpenFormat } from "../open-document.ts";
import { encryptedProblem } from "./open-zip.ts";

/** Bytes of the directory of a compound file that are looked at: 64 names. */
const DIRECTORY_BYTES = 8192;

/**
 * Compound files ([MS-CFB]): the binary formats of before 2007, and the shell that encrypted files of after it come in.
 * Neither is read; which of them it is, is said.
 */
export const openOldOffice: OpenFormat = async ({ reader, format }) => {
	const header = await reader.read(0, 512);
	const sectorBytes = 2 ** Math.min(u16(header, 30, true), 16);
	const directory = await reader.read((u32(header, 48, true) + 1) * sectorBytes, DIRECTORY_BYTES);
	const locked = [...Array(DIRECTORY_BYTES / 128).keys()].some((entry) =>
		startsWith(directory, [..."EncryptedPackage"].join("\0"), entry * 128),
	);
	if (locked) return refuse(encryptedProblem("Office document"));
	const detail = `${format.label}s (before 2007) are not read. Save it as .docx, .xlsx, .pptx or PDF, then send it again.`;
	return refuse({ code: "unread-format", detail });
};

/** Formats that are recognised and that no kept library reads. */
export const openUnread: OpenFormat = async ({ format }) => {
	const detail = `The text of a ${format.label} is not read. Save it as PDF or plain text, then send it again.`;
	return refuse({ code: "unread-format", detail });
};
