import type { FileProblem } from "../../../protocol/files/file-record.ts";
import { ok, type Result, refuse } from "../../../protocol/result.ts";
import { ZipArchive } from "../../bytes/zip.ts";
import type { ExtractionInput } from "../../pipeline.ts";

/** The refusal of a document that needs a password. */
export function encryptedProblem(label: string): FileProblem {
	return {
		code: "encrypted",
		detail: `This ${label} is encrypted. Save it without a password and upload it again.`,
	};
}

/** Opens the archive of a document. */
export async function openZip({ reader, format }: ExtractionInput): Promise<Result<ZipArchive, FileProblem>> {
	const zip = await ZipArchive.open(reader);
	if (zip === undefined) {
		const detail = `This ${format.label} is incomplete or damaged: the list of the files inside it is missing.`;
		return refuse({ code: "unreadable-document", detail });
	}
	if ([...zip.entries.values()].some(({ encrypted }) => encrypted))
		return refuse(encryptedProblem(format.label));
	return ok(zip);
}

/** The refusal of an archive that lacks an essential part of its document format. */
export function incompleteProblem(label: string, what: string): FileProblem {
	return { code: "unreadable-document", detail: `This ${label} is incomplete: ${what} is missing.` };
}
