const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
const lenientUtf8 = new TextDecoder("utf-8");
const windows1252 = new TextDecoder("windows-1252");

/** UTF-8 where the bytes are UTF-8, else the Windows code page that old cameras and editors wrote. */
export function decodeText(bytes: Uint8Array): string {
	try {
		return utf8.decode(bytes);
	} catch {
		return windows1252.decode(bytes);
	}
}

/** UTF-8 whose broken parts become replacement characters. */
export function decodeUtf8(bytes: Uint8Array): string {
	return lenientUtf8.decode(bytes);
}

/** Sixteen-bit text; a byte order mark is believed before `little`. */
export function decodeUtf16(bytes: Uint8Array, little: boolean): string {
	const marked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
	const order = marked ? bytes[0] === 0xff : little;
	return new TextDecoder(order ? "utf-16le" : "utf-16be").decode(bytes);
}

/** Text up to its first NUL, without blanks around it. */
export function untilNul(text: string): string {
	const end = text.indexOf("\0");
	return (end === -1 ? text : text.slice(0, end)).trim();
}
