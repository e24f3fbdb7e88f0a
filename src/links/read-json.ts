import { MAX_JSON_BYTES } from "./limits.ts";

/** The JSON of an answer; `undefined` when it is none, or longer than it should be. Throws when the line breaks. */
export async function readJson(response: Response): Promise<unknown> {
	const decoder = new TextDecoder();
	let text = "";
	let bytes = 0;
	for await (const chunk of response.body ?? []) {
		bytes += chunk.byteLength;
		// Leaving the loop ends the answer too.
		if (bytes > MAX_JSON_BYTES) return undefined;
		text += decoder.decode(chunk, { stream: true });
	}
	try {
		return JSON.parse(text + decoder.decode());
	} catch {
		return undefined;
	}
}
