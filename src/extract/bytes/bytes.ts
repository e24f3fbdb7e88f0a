/**
 * Reads numbers and text from bytes that may be too short. Missing bytes read as zero, so that a walker checks lengths once,
 * where it decides, and nothing throws in between.
 */

/** Unsigned, 16 bits. */
export function u16(bytes: Uint8Array, at: number, little = false): number {
	const a = bytes[at] ?? 0;
	const b = bytes[at + 1] ?? 0;
	return little ? a | (b << 8) : (a << 8) | b;
}

/** Unsigned, 24 bits, little-endian, as in RIFF's VP8X chunk. */
export function u24le(bytes: Uint8Array, at: number): number {
	return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
}

/** Unsigned, 32 bits. */
export function u32(bytes: Uint8Array, at: number, little = false): number {
	const high = little ? u16(bytes, at + 2, true) : u16(bytes, at);
	const low = little ? u16(bytes, at, true) : u16(bytes, at + 2);
	return high * 0x10000 + low;
}

/** Unsigned, 64 bits, big-endian. Inexact beyond 2^53, which every bound refuses anyway. */
export function u64(bytes: Uint8Array, at: number): number {
	return u32(bytes, at) * 0x1_0000_0000 + u32(bytes, at + 4);
}

/** One character per byte. */
export function latin1(bytes: Uint8Array, at = 0, length = bytes.length - at): string {
	let text = "";
	const end = Math.min(at + length, bytes.length);
	for (let index = Math.max(at, 0); index < end; index++) text += String.fromCharCode(bytes[index] ?? 0);
	return text;
}

/** Whether the bytes at `at` are `text`, one byte per character. */
export function startsWith(bytes: Uint8Array, text: string, at = 0): boolean {
	if (at < 0 || at + text.length > bytes.length) return false;
	for (let index = 0; index < text.length; index++) {
		if (bytes[at + index] !== text.charCodeAt(index)) return false;
	}
	return true;
}

/** Joins pieces. */
export function concat(pieces: readonly Uint8Array[]): Uint8Array {
	const out = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
	let at = 0;
	for (const piece of pieces) {
		out.set(piece, at);
		at += piece.length;
	}
	return out;
}
