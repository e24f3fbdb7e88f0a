import type { UploadProblem } from "../../../client/sending.ts";
import { uploadWords } from "../../words/en/upload.ts";

/** Why a file could not be sent, as a sentence for people. A refusal is explained by the server itself. */
export function uploadProblemSentence({ code, detail, tries }: UploadProblem): string {
	if (code === "unreadable") return uploadWords.unreadable;
	if (code !== "upload-failed") return detail ?? uploadWords.refused;
	return uploadWords.failed(tries ?? 0, detail ?? uploadWords.connectionBroke);
}
