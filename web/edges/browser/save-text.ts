import { saveBlob } from "./save-blob.ts";

/** Gives a person a text as a file. */
export function saveText(name: string, text: string, type: string): void {
	saveBlob(name, new Blob([text], { type }));
}
