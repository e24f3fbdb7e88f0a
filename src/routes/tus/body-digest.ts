import type { Proof } from "../../writer/writer-ports.ts";
import { Crc32 } from "../http/crc32.ts";
import type { ExpectedChecksum } from "./checksum.ts";

const STREAM_NAMES = { sha1: "SHA-1", sha256: "SHA-256", md5: "MD5" } as const;

/** Begins to prove a body. workerd digests natively and as a stream, so a body of any length costs no memory. */
export function proofOf({ algorithm, digest }: ExpectedChecksum): Proof {
	const isSame = (found: Uint8Array) => found.every((byte, index) => byte === digest[index]);
	if (algorithm === "crc32") {
		const crc = new Crc32();
		return { update: async (bytes) => crc.update(bytes), matches: async () => isSame(crc.digest()) };
	}
	const stream = new crypto.DigestStream(STREAM_NAMES[algorithm]);
	const writer = stream.getWriter();
	return {
		update: (bytes) => writer.write(bytes),
		async matches() {
			await writer.close();
			return isSame(new Uint8Array(await stream.digest));
		},
	};
}
