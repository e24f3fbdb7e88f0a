import { detectEncoding, ENCODING_SAMPLE_BYTES } from "../../bytes/encoding.ts";
import type { RangedReader } from "../../ranged-reader.ts";

/** Bytes that are decoded at once: about ten milliseconds of work for the format's reader. */
const PIECE_BYTES = 256 * 1024;

/** Decodes a text file piece by piece. `declared` finds the encoding that the text itself declares. */
export async function* textPieces(
	reader: RangedReader,
	declared?: (start: Uint8Array) => string | undefined,
): AsyncGenerator<string> {
	const start = await reader.read(0, ENCODING_SAMPLE_BYTES);
	const decoder = decoderOf(declared?.(start)) ?? new TextDecoder(detectEncoding(start));
	for (let at = 0; at < reader.size; at += PIECE_BYTES)
		yield decoder.decode(await reader.read(at, PIECE_BYTES), { stream: true });
	const last = decoder.decode();
	if (last !== "") yield last;
}

/** A decoder by a name from the file, which may be unknown. */
function decoderOf(name: string | undefined): TextDecoder | undefined {
	if (name === undefined) return undefined;
	try {
		return new TextDecoder(name);
	} catch {
		return undefined;
	}
}

/** A longer line is yielded in pieces, so that a file of one line needs no more memory than any other. */
const MAX_LINE_CHARS = 64 * 1024;

/** The lines of a text; very long ones come in pieces. Yields `undefined` wherever the reader should yield to the loop. */
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
