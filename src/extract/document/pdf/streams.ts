import { Inflate } from "fflate";
import { latin1, startsWith } from "../../bytes/bytes.ts";
import { MAX_PDF_STREAM_BYTES } from "../limits.ts";

/** Bytes before a stream in which the dictionary that describes it is looked for; a picture's own colours make it long. */
const DICTIONARY_BYTES = 1024;
const LONG_DICTIONARY_BYTES = 16 * 1024;

/** zlib makes at most so many bytes of one (RFC 1951), so shorter streams cannot reach the bound and are not unpacked. */
const LEAST_SUSPICIOUS_BYTES = Math.floor(MAX_PDF_STREAM_BYTES / 1032);

/** Packed bytes that are unpacked at once. */
const PUSH_BYTES = 4096;

/** What a look at the streams of a PDF tells. */
export interface PdfStreams {
	readonly images: { readonly count: number; readonly bytes: number };
	/** A stream that the library would unpack in one piece grows beyond all measure. */
	readonly bomb: boolean;
}

/**
 * Walks the streams of a PDF before the library sees them. The library unpacks what a page draws in memory, however much
 * it becomes, and cannot be stopped; pictures it leaves alone. What lies in encrypted files cannot be looked into.
 */
export function walkStreams(bytes: Uint8Array): PdfStreams {
	const images = { count: 0, bytes: 0 };
	let bomb = false;
	for (let at = next(bytes, "stream", 0); at !== -1; ) {
		const end = next(bytes, "endstream", at + 6);
		const stop = end === -1 ? bytes.length : end;
		const dictionary = dictionaryBefore(bytes, at);
		if (/\/Subtype\s*\/Image\b/.test(dictionary)) {
			images.count += 1;
			images.bytes += stop - at;
		} else if (/\/Fl(ateDecode)?\b/.test(dictionary) && !bomb) bomb = isBomb(bytes, at, stop, dictionary);
		at = end === -1 ? -1 : next(bytes, "stream", end + 9);
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
	// `stream` is followed by an end of line, then by two bytes of zlib's own header.
	const begin = at + 6 + (bytes[at + 6] === 0x0d ? 2 : 1) + 2;
	if (stop - begin < LEAST_SUSPICIOUS_BYTES) return false;
	let unpacked = 0;
	const inflate = new Inflate((piece) => {
		unpacked += piece.length;
	});
	try {
		for (let from = begin; from < stop && unpacked <= MAX_PDF_STREAM_BYTES; from += PUSH_BYTES)
			inflate.push(bytes.subarray(from, Math.min(from + PUSH_BYTES, stop)));
	} catch {
		// Not what it says, or damaged: the library will find out without unpacking more than was unpacked here.
	}
	return unpacked > MAX_PDF_STREAM_BYTES;
}

/** Where an ASCII word begins, from `from` on; -1 where it does not come any more. */
function next(bytes: Uint8Array, word: string, from: number): number {
	const first = word.charCodeAt(0);
	for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1))
		if (startsWith(bytes, word, at)) return at;
	return -1;
}
