import { detect } from "chardet";

/** Bytes of the sample in which an encoding is detected. */
export const ENCODING_SAMPLE_BYTES = 16 * 1024;

/** The name of `TextDecoder` for encodings that the detector calls differently. */
const DECODER_NAMES: ReadonlyMap<string, string> = new Map([
	["iso-8859-1", "windows-1252"],
	["ascii", "utf-8"],
]);

/** Encodings that all our runtimes decode. Others, such as UTF-32, hardly occur in real files. */
const SUPPORTED =
	/^(utf-8|utf-16le|utf-16be|shift_jis|big5|euc-jp|euc-kr|gb18030|iso-2022-jp|koi8-r|(iso-8859-|windows-125)\d+)$/;

/**
 * Detects the encoding of a text by its first bytes, by the name that `TextDecoder` uses: a byte order mark, else UTF-8 where it
 * is valid, else a guess by byte frequency, else the Western code page, in which any byte is valid.
 */
export function detectEncoding(sample: Uint8Array): string {
	if (sample[0] === 0xff && sample[1] === 0xfe) return "utf-16le";
	if (sample[0] === 0xfe && sample[1] === 0xff) return "utf-16be";
	if (isUtf8(sample)) return utf16WithoutBom(sample) ?? "utf-8";
	const detected = (detect(sample) ?? "").toLowerCase();
	const name = DECODER_NAMES.get(detected) ?? detected;
	return SUPPORTED.test(name) ? name : "windows-1252";
}

/** Whether the bytes are valid UTF-8. The last character may be incomplete. */
export function isUtf8(bytes: Uint8Array): boolean {
	try {
		new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes, { stream: true });
		return true;
	} catch {
		return false;
	}
}

/** UTF-16 text of a Western language has a zero in every other byte. */
function utf16WithoutBom(sample: Uint8Array): string | undefined {
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
