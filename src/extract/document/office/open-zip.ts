import type { FileProblem } from "../../../protocol/files/file-record.ts";
import { ok, type Result, refuse } from "../../../protocol/result.ts";
import { Zip } from "../../bytes/zip.ts";
import type { ExtractionInput } from "../../pipeline.ts";

/** Said of a document that nobody can read without its password. */
export function encryptedProblem(label: string): FileProblem {
	return {
		code: "encrypted",
		detail: `This ${label} is encrypted. Save it without a password, then send it again.`,
	};
}

/** Opens the archive that a document is. */
export async function openZip({ reader, format }: ExtractionInput): Promise<Result<Zip, FileProblem>> {
	const zip = await Zip.open(reader);
	if (zip === undefined) {
		const detail = `This ${format.label} is cut off or damaged: the list of what is in it is missing.`;
		return refuse({ code: "unreadable-document", detail });
	}
	if ([...zip.entries.values()].some(({ encrypted }) => encrypted))
		return refuse(encryptedProblem(format.label));
	return ok(zip);
}

/** Said of an archive that calls itself a document and lacks what makes one. */
export function incomplete(label: string, what: string): FileProblem {
	return { code: "unreadable-document", detail: `This ${label} is not a whole one: ${what} is missing.` };
}
