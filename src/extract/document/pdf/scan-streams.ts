import { Inflate } from "fflate";
import { latin1, startsWith } from "../../bytes/bytes.ts";
import { MAX_DEFLATE_RATIO } from "../../limits.ts";
import { MAX_PDF_STREAM_BYTES } from "../limits.ts";

/** Bytes before a stream that are searched for its dictionary. A palette can make the dictionary of an image long. */
const DICTIONARY_BYTES = 1024;
const LONG_DICTIONARY_BYTES = 16 * 1024;

/** Shorter zlib streams cannot expand beyond the bound (RFC 1951), so they need no check. */
const MIN_SUSPICIOUS_BYTES = Math.floor(MAX_PDF_STREAM_BYTES / MAX_DEFLATE_RATIO);

/** Compressed bytes that are inflated at once. */
const PUSH_BYTES = 4096;

/** What the streams of a PDF show before it is opened. */
export interface PdfStreams {
	readonly images: { readonly count: number; readonly bytes: number };
	/** A stream that the library would unpack as a whole expands beyond the bound. */
	readonly bomb: boolean;
}

/**
 * Scans the streams of a PDF before the library opens it. The library unpacks the content of a page in memory, whatever its size,
 * and cannot be stopped; it does not unpack images. Encrypted streams cannot be checked.
 */
export function scanStreams(bytes: Uint8Array): PdfStreams {
	const images = { count: 0, bytes: 0 };
	let bomb = false;
	for (let at = indexOfWord(bytes, "stream", 0); at !== -1; ) {
		const end = indexOfWord(bytes, "endstream", at + 6);
		const stop = end === -1 ? bytes.length : end;
		const dictionary = dictionaryBefore(bytes, at);
		if (/\/Subtype\s*\/Image\b/.test(dictionary)) {
			images.count += 1;
			images.bytes += stop - at;
		} else if (/\/Fl(ateDecode)?\b/.test(dictionary) && !bomb) bomb = isBomb(bytes, at, stop, dictionary);
		at = end === -1 ? -1 : indexOfWord(bytes, "stream", end + 9);
	}
	return { images, bomb };
}

function dictionaryBefore(bytes: Uint8Array, at: number): string {
	for (const length of [DICTIONARY_BYTES, LONG_DICTIONARY_BYTES]) {
		const text = latin1(bytes, Math.max(0, at - length), Math.min(at, length));
		const object = text.lastIndexOf(" obj");
		if (object !== -1) return text.slice(object);
	}
	return "";
}

function isBomb(bytes: Uint8Array, at: number, stop: number, dictionary: string): boolean {
	if ((dictionary.match(/\/Fl(ateDecode)?\b/g)?.length ?? 0) > 1) return true;
	// `stream` is followed by an end of line, then by the two bytes of the zlib header.
	const begin = at + 6 + (bytes[at + 6] === 0x0d ? 2 : 1) + 2;
	if (stop - begin < MIN_SUSPICIOUS_BYTES) return false;
	let unpacked = 0;
	const inflate = new Inflate((piece) => {
		unpacked += piece.length;
	});
	try {
		for (let from = begin; from < stop && unpacked <= MAX_PDF_STREAM_BYTES; from += PUSH_BYTES)
			inflate.push(bytes.subarray(from, Math.min(from + PUSH_BYTES, stop)));
	} catch {
		// Damaged or no zlib data: the library will stop at the same place.
	}
	return unpacked > MAX_PDF_STREAM_BYTES;
}

/** The index of an ASCII word from `from` on; -1 if there is none. */
function indexOfWord(bytes: Uint8Array, word: string, from: number): number {
	const first = word.charCodeAt(0);
	for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1))
		if (startsWith(bytes, word, at)) return at;
	return -1;
}
