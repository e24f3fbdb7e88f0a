import { detect } from "chardet";

/** Bytes that an encoding is told by. */
export const ENCODING_SAMPLE_BYTES = 16 * 1024;

/** Encodings that `TextDecoder` knows by another name than the detector. */
const RENAMED: ReadonlyMap<string, string> = new Map([
	["iso-8859-1", "windows-1252"],
	["ascii", "utf-8"],
]);

/** Encodings that our runtimes decode. Others, such as UTF-32, do not come in files that people have. */
const DECODED =
	/^(utf-8|utf-16le|utf-16be|shift_jis|big5|euc-jp|euc-kr|gb18030|iso-2022-jp|koi8-r|(iso-8859-|windows-125)\d+)$/;

/**
 * The encoding of a text by its first bytes, as `TextDecoder` calls it: a mark, else UTF-8 where it is, else what the
 * frequency of its bytes speaks for, else the Western code page, which explains any byte.
 */
export function encodingOf(sample: Uint8Array): string {
	if (sample[0] === 0xff && sample[1] === 0xfe) return "utf-16le";
	if (sample[0] === 0xfe && sample[1] === 0xff) return "utf-16be";
	if (isUtf8(sample)) return wideWithoutMark(sample) ?? "utf-8";
	const found = (detect(sample) ?? "").toLowerCase();
	const name = RENAMED.get(found) ?? found;
	return DECODED.test(name) ? name : "windows-1252";
}

/** Whether the bytes are UTF-8, whose last character may be cut off. */
export function isUtf8(bytes: Uint8Array): boolean {
	try {
		new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes, { stream: true });
		return true;
	} catch {
		return false;
	}
}

/** Sixteen-bit text of a Western language has a zero in every other byte. */
function wideWithoutMark(sample: Uint8Array): string | undefined {
	const pairs = Math.floor(Math.min(sample.length, 1024) / 2);
	if (pairs < 4) return undefined;
	let [even, odd] = [0, 0];
	for (let pair = 0; pair < pairs; pair++) {
		if (sample[2 * pair] === 0) even++;
		if (sample[2 * pair + 1] === 0) odd++;
	}
	if (odd > pairs * 0.6 && even < pairs * 0.1) return "utf-16le";
	return even > pairs * 0.6 && odd < pairs * 0.1 ? "utf-16be" : undefined;
}
