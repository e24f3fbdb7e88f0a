/** CRC-32 of every byte (ISO 3309, reflected polynomial). */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
	let crc = byte;
	for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
	return crc;
});

/** CRC-32 as zip, PNG and gzip have it, over bytes that come in pieces. */
export class Crc32 {
	#crc = 0xffffffff;

	update(bytes: Uint8Array): void {
		let crc = this.#crc;
		for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0);
		this.#crc = crc;
	}

	/** The four bytes, the highest first. */
	digest(): Uint8Array {
		const bytes = new Uint8Array(4);
		new DataView(bytes.buffer).setUint32(0, (this.#crc ^ 0xffffffff) >>> 0);
		return bytes;
	}
}
