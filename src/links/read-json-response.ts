import { MAX_JSON_BYTES } from "./limits.ts";

/** Parses a response as JSON; `undefined` when invalid or longer than `MAX_JSON_BYTES`. Throws when the connection breaks. */
export async function readJsonResponse(response: Response): Promise<unknown> {
	const decoder = new TextDecoder();
	let text = "";
	let bytes = 0;
	for await (const chunk of response.body ?? []) {
		bytes += chunk.byteLength;
		// Leaving the loop cancels the body.
		if (bytes > MAX_JSON_BYTES) return undefined;
		text += decoder.decode(chunk, { stream: true });
	}
	try {
		return JSON.parse(text + decoder.decode());
	} catch {
		return undefined;
	}
}
