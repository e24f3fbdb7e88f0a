import { concat } from "../extract/bytes/bytes.ts";
import type { ByteSource } from "../extract/ranged-reader.ts";
import { type ExtractorHost, MAX_SOURCE_READ_BYTES } from "./contract.ts";

/** The bytes of a file of the session, by range: out of its head where they are in it. Fails as the session's storage does. */
export function remoteSource(
	host: Pick<ExtractorHost, "read">,
	file: number,
	size: number,
	head?: Uint8Array,
): ByteSource {
	return {
		size,
		async read(offset, length) {
			if (head && offset + length <= head.byteLength) return head.subarray(offset, offset + length);
			if (length <= MAX_SOURCE_READ_BYTES) return host.read(file, offset, length);
			const pieces: Uint8Array[] = [];
			for (let at = offset; at < offset + length; at += MAX_SOURCE_READ_BYTES)
				pieces.push(await host.read(file, at, Math.min(MAX_SOURCE_READ_BYTES, offset + length - at)));
			return concat(pieces);
		},
	};
}
