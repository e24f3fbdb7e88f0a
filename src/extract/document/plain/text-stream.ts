import { ENCODING_SAMPLE_BYTES, encodingOf } from "../../bytes/encoding.ts";
import type { RangedReader } from "../../reader.ts";

/** Bytes that are decoded at once: about ten milliseconds of work for whoever reads them. */
const PIECE_BYTES = 256 * 1024;

/** The text of a plain file, piece by piece, whatever its encoding. `declared` is what the text itself says of it. */
export async function* textPieces(
	reader: RangedReader,
	declared?: (start: Uint8Array) => string | undefined,
): AsyncGenerator<string> {
	const start = await reader.read(0, ENCODING_SAMPLE_BYTES);
	const decoder = decoderOf(declared?.(start)) ?? new TextDecoder(encodingOf(start));
	for (let at = 0; at < reader.size; at += PIECE_BYTES)
		yield decoder.decode(await reader.read(at, PIECE_BYTES), { stream: true });
	const rest = decoder.decode();
	if (rest !== "") yield rest;
}

/** A decoder of a name that a stranger chose. */
function decoderOf(name: string | undefined): TextDecoder | undefined {
	if (name === undefined) return undefined;
	try {
		return new TextDecoder(name);
	} catch {
		return undefined;
	}
}

/** A line longer than this is handed on in pieces, so that a file of one line needs no more memory than any other. */
const MAX_LINE_CHARS = 64 * 1024;

/** The lines of a text; a very long one comes in pieces. Nothing for each breath that its reader should take. */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string | undefined> {
	let rest = "";
	for await (const piece of pieces) {
		const lines = (rest + piece).split("\n");
		rest = lines.pop() ?? "";
		for (const line of lines) yield line.endsWith("\r") ? line.slice(0, -1) : line;
		while (rest.length > MAX_LINE_CHARS) {
			yield rest.slice(0, MAX_LINE_CHARS);
			rest = rest.slice(MAX_LINE_CHARS);
		}
		yield undefined;
	}
	if (rest !== "") yield rest;
}
