import { crc32 } from "node:zlib";
import type { BodyDigest } from "../../writer/part-writer-deps.ts";
import type { ExpectedChecksum } from "./checksum.ts";

const STREAM_NAMES = { sha1: "SHA-1", sha256: "SHA-256", md5: "MD5" } as const;

function crc32Bytes(value: number): Uint8Array {
	const bytes = new Uint8Array(4);
	new DataView(bytes.buffer).setUint32(0, value);
	return bytes;
}

/**
 * Verifies a body against its `Upload-Checksum` as it passes. All algorithms are native to workerd and incremental, so a
 * body of any length takes no memory. CRC-32 is that of zip, PNG and gzip, its four bytes in network order.
 */
export function createBodyDigest({ algorithm, digest }: ExpectedChecksum): BodyDigest {
	const isEqual = (computed: Uint8Array) => computed.every((byte, index) => byte === digest[index]);
	if (algorithm === "crc32") {
		let value = 0;
		return {
			async update(bytes) {
				value = crc32(bytes, value);
			},
			matches: async () => isEqual(crc32Bytes(value)),
		};
	}
	const stream = new crypto.DigestStream(STREAM_NAMES[algorithm]);
	const writer = stream.getWriter();
	return {
		update: (bytes) => writer.write(bytes),
		async matches() {
			await writer.close();
			return isEqual(new Uint8Array(await stream.digest));
		},
	};
}
