const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
const lenientUtf8 = new TextDecoder("utf-8");
const windows1252 = new TextDecoder("windows-1252");

/** Decodes UTF-8, or the Windows code page that old cameras and editors wrote when the bytes are no UTF-8. */
export function decodeText(bytes: Uint8Array): string {
	try {
		return utf8.decode(bytes);
	} catch {
		return windows1252.decode(bytes);
	}
}

/** Decodes UTF-8 and replaces invalid bytes with U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string {
	return lenientUtf8.decode(bytes);
}

/** Decodes UTF-16. A byte order mark takes precedence over `little`. */
export function decodeUtf16(bytes: Uint8Array, little: boolean): string {
	const hasBom = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
	const littleEndian = hasBom ? bytes[0] === 0xff : little;
	return new TextDecoder(littleEndian ? "utf-16le" : "utf-16be").decode(bytes);
}

/** The text up to its first NUL, trimmed. */
export function untilNul(text: string): string {
	const end = text.indexOf("\0");
	return (end === -1 ? text : text.slice(0, end)).trim();
}
